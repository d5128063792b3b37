using System.Runtime.CompilerServices;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>A change source behind its guard. What the source does not offer has the answer that means nothing.</summary>
internal sealed class GuardedSource(IChangeSource inner, CallGuard guard) : IChangeSource, IRelatedChanges, IProjectList
{
    public string Connection { get; } = inner.Connection;

    public Task<RemoteRepository?> FindRepositoryAsync(ProjectName project, CancellationToken cancellationToken) =>
        guard.CallAsync(nameof(FindRepositoryAsync), token => inner.FindRepositoryAsync(project, token), cancellationToken);

    public async IAsyncEnumerable<SourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = inner.WatchAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (events)
        {
            while (await guard.RunAsync(nameof(WatchAsync), async () => await events.MoveNextAsync(), cancellationToken))
            {
                yield return events.Current;
            }
        }
    }

    public Task<IReadOnlyList<Change>> ListOpenChangesAsync(IReadOnlyCollection<ProjectName> projects, CancellationToken cancellationToken) =>
        guard.CallAsync(nameof(ListOpenChangesAsync), token => inner.ListOpenChangesAsync(projects, token), cancellationToken);

    public Task<Change?> FindChangeAsync(ChangeId change, CancellationToken cancellationToken) =>
        guard.CallAsync(nameof(FindChangeAsync), token => inner.FindChangeAsync(change, token), cancellationToken);

    public Task<IReadOnlyList<Change>> FindRelatedAsync(Change change, CancellationToken cancellationToken) => inner is IRelatedChanges related
        ? guard.CallAsync(nameof(FindRelatedAsync), token => related.FindRelatedAsync(change, token), cancellationToken)
        : Task.FromResult<IReadOnlyList<Change>>([]);

    public Task<IReadOnlyList<ProjectName>?> ListProjectsAsync(CancellationToken cancellationToken) => inner is IProjectList list
        ? guard.CallAsync(nameof(ListProjectsAsync), list.ListProjectsAsync, cancellationToken)
        : Task.FromResult<IReadOnlyList<ProjectName>?>(null);

    public Task<string?> FindSubmitObstacleAsync(Change change, CancellationToken cancellationToken) =>
        guard.CallAsync(nameof(FindSubmitObstacleAsync), token => inner.FindSubmitObstacleAsync(change, token), cancellationToken);

    public Task MarkMergedAsync(Change change, string mergeCommit, CancellationToken cancellationToken) =>
        guard.CallAsync(nameof(MarkMergedAsync), token => Done(inner.MarkMergedAsync(change, mergeCommit, token)), cancellationToken);

    public Task<string?> TryCommandAsync(ChangeId change, ChangeCommand command, string who, CancellationToken cancellationToken) =>
        guard.CallAsync(nameof(TryCommandAsync), token => inner.TryCommandAsync(change, command, who, token), cancellationToken);

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }
}
