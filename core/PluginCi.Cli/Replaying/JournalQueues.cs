using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Cli;

/// <summary>The queues of a journal.</summary>
internal static class JournalQueues
{
    /// <summary>The queue of a name, or the only one.</summary>
    /// <exception cref="InvalidOperationException">There is none of that name, or there are several and none is named.</exception>
    public static QueueName Choose(Database database, string? queue)
    {
        var known = new GateStore(database).ReadQueueNames();
        var names = string.Join(", ", known);
        return (known.Where(name => queue is null || name.Value == queue).ToArray(), queue) switch
        {
            ([var one], _) => one,
            ([], null) => throw new InvalidOperationException("The journal has no queues."),
            (_, null) => throw new InvalidOperationException($"The journal has several queues; name one with --queue: {names}."),
            _ => throw new InvalidOperationException($"There is no queue '{queue}'. Known queues: {names}."),
        };
    }
}
