using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>The parts of the database.</summary>
/// <param name="Gate">Journal, snapshots and outbox.</param>
/// <param name="Read">What pages read.</param>
/// <param name="Site">The newest valid site.</param>
/// <param name="Marks">Single values.</param>
/// <param name="Journal">What was: past merges.</param>
/// <param name="Tests">What builds said of their tests.</param>
public sealed record Stores(GateStore Gate, ReadStore Read, SiteStore Site, MarkStore Marks, JournalStore Journal, TestStore Tests)
{
    /// <summary>All parts of one database.</summary>
    /// <param name="database">The database.</param>
    /// <returns>The parts.</returns>
    public static Stores Of(Database database) => new(
        new GateStore(database), new ReadStore(database), new SiteStore(database), new MarkStore(database), new JournalStore(database), new TestStore(database));
}
