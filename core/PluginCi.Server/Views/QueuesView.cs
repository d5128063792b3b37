namespace PluginCi.Server;

/// <summary>All queues at one moment.</summary>
/// <param name="Version">Grows with every change of anything shown; the same number that <c>/api/events</c> tells.</param>
/// <param name="Queues">The queues, by name.</param>
public sealed record QueuesView(long Version, IReadOnlyList<QueueView> Queues);
