using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>What was promoted and deployed to environments, by builds that passed. It only grows, so that it is their history as well.</summary>
/// <param name="database">Where it is.</param>
public sealed class ReleaseStore(Database database)
{
    private const string Columns = "environment, stage, project, commit_id, build, maker, job, artifact, digest, at";

    // A build is recorded a moment before its end is; one that was lost or cancelled in between has promoted nothing.
    private const string Passed = $"with passed as (select {Columns} from release where exists (select 1 from build where build.id = release.build and build.result = 'Success'))";

    /// <summary>Records what a build promoted or deployed. What it recorded when it ran before a crash is replaced.</summary>
    /// <param name="build">The build.</param>
    /// <param name="rows">Each artifact; all of that build.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is on disk.</returns>
    public Task RecordAsync(BuildId build, IReadOnlyCollection<ReleaseRow> rows, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            session.Execute("delete from release where build = @id", new { id = build.Value });
            return session.Execute(
                $"insert into release ({Columns}) values (@Environment, @stage, @project, @Commit, @build, @maker, @Job, @Artifact, @Digest, @at)",
                rows.Select(row => new
                {
                    row.Environment,
                    stage = row.Stage.ToString(),
                    project = row.Project.Value,
                    row.Commit,
                    build = row.Build.Value,
                    maker = row.Maker.Value,
                    row.Job,
                    row.Artifact,
                    row.Digest,
                    at = row.At.ToUnixTimeMilliseconds(),
                }).ToArray());
        },
        cancellationToken);

    /// <summary>Whether an artifact was promoted to an environment.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="project">The project that promoted it; what another one did is not its own.</param>
    /// <param name="digest">The artifact's digest.</param>
    /// <returns>Whether it was.</returns>
    public bool IsPromoted(string environment, ProjectName project, string digest) => database.Read(session => session
        .Query<string>(
            $"{Passed} select build from passed where environment = @environment and project = @project and digest = @digest and stage = 'Promote' limit 1",
            new { environment, project = project.Value, digest })
        .Any());

    /// <summary>The history of an environment.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="most">The most rows, 1 or more.</param>
    /// <returns>What was promoted and deployed to it, newest first.</returns>
    public IReadOnlyList<ReleaseRow> ReadHistory(string environment, int most) => Read(
        $"{Passed} select {Columns} from passed where environment = @environment order by at desc, build desc, artifact limit @most", new { environment, most });

    /// <summary>The newest of everything: what each environment has been given of each artifact of each job of each project, and what is on it.</summary>
    /// <returns>The rows, by environment, project, artifact and stage.</returns>
    public IReadOnlyList<ReleaseRow> ReadNewest() => [.. Read(
        $"""
        {Passed}
        select {Columns} from passed where not exists (
            select 1 from passed later
            where later.environment = passed.environment and later.project = passed.project and later.job = passed.job and later.artifact = passed.artifact and later.stage = passed.stage
              and (later.at > passed.at or (later.at = passed.at and (later.build > passed.build or (later.build = passed.build and later.maker > passed.maker)))))
        order by environment, project, artifact, job, stage
        """,
        new { })];

    private ReleaseRow[] Read(string sql, object parameters) => database.Read(session => session
        .Query<(string Environment, string Stage, string Project, string Commit, string Build, string Maker, string Job, string Artifact, string Digest, long At)>(sql, parameters)
        .Select(row => new ReleaseRow(
            row.Environment, Enum.Parse<Stage>(row.Stage), new ProjectName(row.Project), row.Commit, new BuildId(row.Build), new BuildId(row.Maker), row.Job, row.Artifact, row.Digest, DateTimeOffset.FromUnixTimeMilliseconds(row.At)))
        .ToArray());
}
