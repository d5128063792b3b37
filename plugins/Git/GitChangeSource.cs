using System.Globalization;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Git.Review;

namespace PluginCi.Plugins.Git;

/// <summary>The hosted repositories as a review source.</summary>
internal sealed class GitChangeSource(ReviewState state, WakeListener wake) : IChangeSource, IRelatedChanges, IProjectList
{
    public string Connection => ReviewFolder.Connection;

    public Task<RemoteRepository?> FindRepositoryAsync(ProjectName project, CancellationToken cancellationToken)
    {
        var repository = state.Folder.RepositoryOf(project.Value);
        var isHosted = ReviewFolder.FindNameObstacle(project.Value) is null && Directory.Exists(Path.Combine(repository, "objects"));
        return Task.FromResult(isHosted ? new RemoteRepository(repository, "refs/changes/*") : null);
    }

    /// <summary>Also makes those ready that came since the server started. Where the folder is away, none of them is gone.</summary>
    public Task<IReadOnlyList<ProjectName>?> ListProjectsAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(state.Folder.Repositories))
        {
            return Task.FromResult<IReadOnlyList<ProjectName>?>(null);
        }

        state.RepairRepositories();
        return Task.FromResult<IReadOnlyList<ProjectName>?>(
            [.. state.Folder.ListProjects().Where(project => ReviewFolder.FindNameObstacle(project) is null).Select(project => new ProjectName(project))]);
    }

    public IAsyncEnumerable<SourceEvent> WatchAsync(CancellationToken cancellationToken) =>
        new EventStream(state, wake).ReadAsync(cancellationToken);

    public Task<IReadOnlyList<Change>> ListOpenChangesAsync(IReadOnlyCollection<ProjectName> projects, CancellationToken cancellationToken) =>
        state.ReadAsync<IReadOnlyList<Change>>(
            session => [.. session.ListOpen(projects.Select(p => p.Value)).Select(row => state.ToChange(session, row))], cancellationToken);

    public Task<Change?> FindChangeAsync(ChangeId change, CancellationToken cancellationToken) =>
        state.ReadAsync(session => Find(session, change) is { } row ? state.ToChange(session, row) : null, cancellationToken);

    public Task<IReadOnlyList<Change>> FindRelatedAsync(Change change, CancellationToken cancellationToken) =>
        state.ReadAsync<IReadOnlyList<Change>>(session => [.. Near(session, change)], cancellationToken);

    public Task<string?> FindSubmitObstacleAsync(Change change, CancellationToken cancellationToken) =>
        state.ReadAsync(session => SubmitObstacles.Find(session, Find(session, change.Id), change), cancellationToken);

    public async Task MarkMergedAsync(Change change, string mergeCommit, CancellationToken cancellationToken)
    {
        var isKnown = await state.WriteAsync(session => MarkMerged(session, change, mergeCommit), cancellationToken);
        if (!isKnown)
        {
            throw new OutsideException($"There is no change {change.Id} to mark as merged in {state.Folder.Repositories}.");
        }

        Wake.TrySend(state.Folder);
    }

    public async Task<string?> TryCommandAsync(ChangeId change, ChangeCommand command, string who, CancellationToken cancellationToken)
    {
        var obstacle = await state.WriteAsync(
            session => Find(session, change) is { } row ? ChangeCommands.Try(session, row, command, who) : $"There is no change {change}.", cancellationToken);
        Wake.TrySend(state.Folder);
        return obstacle;
    }

    private IEnumerable<Change> Near(ReviewSession session, Change change) =>
        from row in session.ListNear(change.Id.Value, Find(session, change.Id)?.Number, Find(session, change.Id)?.Identity, change.Topic)
        let near = state.ToChange(session, row)
        where near.Needs.Contains(change.Id) || (near.Topic is not null && near.Topic == change.Topic)
        select near;

    private static bool MarkMerged(ReviewSession session, Change change, string mergeCommit)
    {
        if (Find(session, change.Id) is not { } row)
        {
            return false;
        }

        // Said again after a crash, or by a gate that merged on top since: what was recorded first stays.
        if (row.Status != ChangeStatus.Merged)
        {
            session.SetStatus(row.Number, ChangeStatus.Merged, mergeCommit);
            session.AddEvent(EventKind.Updated, row.Number, row.Project, row.Branch, "");
        }

        return true;
    }

    private static ChangeRow? Find(ReviewSession session, ChangeId change) =>
        change.Connection == ReviewFolder.Connection && int.TryParse(change.Number, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? session.FindChange(number)
            : null;
}
