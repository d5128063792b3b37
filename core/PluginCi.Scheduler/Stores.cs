using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>The parts of the database, and what is kept beside it.</summary>
/// <param name="Gate">Journal, snapshots and outbox.</param>
/// <param name="Read">What pages read.</param>
/// <param name="Site">The newest valid site.</param>
/// <param name="Marks">Single values.</param>
/// <param name="Journal">What was: past merges.</param>
/// <param name="Tests">What builds said of their tests.</param>
/// <param name="Artifacts">What builds hand on.</param>
/// <param name="Releases">What was promoted and deployed.</param>
/// <param name="Caches">What builds keep for later ones.</param>
public sealed record Stores(
    GateStore Gate, ReadStore Read, SiteStore Site, MarkStore Marks, JournalStore Journal, TestStore Tests, ArtifactStore Artifacts, ReleaseStore Releases, CacheStore Caches)
{
    /// <summary>All parts of one database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="blobs">The contents of what builds hand on.</param>
    /// <param name="caches">What builds keep for later ones.</param>
    /// <returns>The parts.</returns>
    public static Stores Of(Database database, BlobStore blobs, CacheStore caches) => new(
        new GateStore(database), new ReadStore(database), new SiteStore(database), new MarkStore(database), new JournalStore(database), new TestStore(database), new ArtifactStore(database, blobs), new ReleaseStore(database), caches);
}
