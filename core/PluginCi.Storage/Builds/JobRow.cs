using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>How often a job of a queue ran.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Job">The job, as builds name it.</param>
/// <param name="Runs">Builds that ended by themselves: not those that were cancelled or lost.</param>
/// <param name="Newest">The newest build that was asked for.</param>
public sealed record JobRow(QueueName Queue, string Job, long Runs, StartBuild Newest);
