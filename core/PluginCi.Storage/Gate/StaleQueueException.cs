using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>Somebody else saved the queue meanwhile: what was decided is based on an old state and must be thrown away.</summary>
/// <param name="queue">The queue.</param>
/// <param name="expected">The event it was thought to have taken last.</param>
public sealed class StaleQueueException(QueueName queue, long expected)
    : Exception($"Queue {queue} was saved by somebody else since event {expected}; load it again.");
