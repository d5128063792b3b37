using PluginCi.Gating;

namespace PluginCi.Storage;

/// <summary>A queue as it was last saved.</summary>
/// <param name="Snapshot">The state after event <paramref name="SnapshotAt"/>.</param>
/// <param name="SnapshotAt">The number of the newest event in the snapshot; 0 when it has none.</param>
/// <param name="Applied">The number of the newest event that was taken; the state is the snapshot with the events between applied.</param>
public sealed record StoredQueue(GateState Snapshot, long SnapshotAt, long Applied);
