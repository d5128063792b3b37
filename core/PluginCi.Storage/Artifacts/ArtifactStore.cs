using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>What builds hand on: which files and data, and the contents of the files.</summary>
/// <param name="database">Where it stands which.</param>
/// <param name="blobs">The contents.</param>
public sealed class ArtifactStore(Database database, BlobStore blobs)
{
    // Far more than it takes from the first content of a build to the row that refers to it.
    private static readonly TimeSpan Unreferred = TimeSpan.FromDays(1);

    /// <summary>The contents of the files.</summary>
    public BlobStore Blobs { get; } = blobs;

    /// <summary>Records what a build hands on. What it handed on when it ran before a crash is replaced.</summary>
    /// <param name="build">The build.</param>
    /// <param name="handover">What; the contents of its files are stored.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is on disk.</returns>
    public Task RecordAsync(BuildId build, Handover handover, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(handover);
        return database.WriteAsync(
            session =>
            {
                session.Execute("delete from handover where build = @id", new { id = build.Value });
                session.Execute(
                    "insert into handover (build, at, data) values (@id, @at, @data)",
                    new { id = build.Value, at = at.ToUnixTimeMilliseconds(), data = handover.Data });
                return session.Execute(
                    "insert into artifact_file (build, place, artifact, path, hash, size, executable) values (@id, @place, @artifact, @Path, @Hash, @Size, @IsExecutable)",
                    handover.Artifacts.SelectMany((artifact, place) => artifact.Files.Select(file =>
                        new { id = build.Value, place, artifact = artifact.Name, file.Path, file.Hash, file.Size, file.IsExecutable })));
            },
            cancellationToken);
    }

    /// <summary>What a build handed on.</summary>
    /// <param name="build">The build.</param>
    /// <returns>What; <see cref="Handover.Empty"/> when it handed on nothing, or so long ago that it was removed.</returns>
    public Handover Find(BuildId build) => database.Read(session =>
    {
        var id = new { id = build.Value };
        var files = session
            .Query<(long Place, string Artifact, string Path, string Hash, long Size, bool IsExecutable)>(
                "select place, artifact, path, hash, size, executable from artifact_file where build = @id order by place, path", id)
            .GroupBy(file => (file.Place, file.Artifact))
            .Select(artifact => new Artifact(artifact.Key.Artifact, [.. artifact.Select(file => new ArtifactFile(file.Path, file.Hash, file.Size, file.IsExecutable))]));
        return new Handover([.. files], session.QuerySingleOrDefault<string?>("select data from handover where build = @id", id));
    });

    /// <summary>Forgets what was handed on long ago, and removes the contents that nothing refers to any more.</summary>
    /// <param name="now">The time.</param>
    /// <param name="kept">How long what a build handed on is kept at the least.</param>
    /// <param name="needed">Builds of states that are still tested: what they handed on is kept, however old.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many contents were removed.</returns>
    public async Task<int> CollectAsync(DateTimeOffset now, TimeSpan kept, IReadOnlySet<BuildId> needed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(needed);
        var used = await database.WriteAsync(
            session =>
            {
                var old = session
                    .Query<string>("select build from handover where at < @before", new { before = (now - kept).ToUnixTimeMilliseconds() })
                    .Where(build => !needed.Contains(new BuildId(build)))
                    .Select(build => new { build });
                session.Execute("delete from handover where build = @build", old.ToArray());
                return session.Query<string>("select distinct hash from artifact_file").ToHashSet(StringComparer.Ordinal);
            },
            cancellationToken);
        return Blobs.Collect(used, now - Unreferred);
    }
}
