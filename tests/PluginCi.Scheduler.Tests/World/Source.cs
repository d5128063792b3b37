using System.Runtime.CompilerServices;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>A server's connection to the review system: fails when told to, and hangs when the power is gone.</summary>
internal sealed class Source(ReviewSystem reviews, Power power) : IChangeSource, IRelatedChanges, IProjectList
{
    /// <summary>How many of the next calls fail, as when the review system is restarted.</summary>
    public int FailingCalls { get; set; }

    /// <summary>What the question whether a change may be merged waits for.</summary>
    public Task Submits { get; set; } = Task.CompletedTask;

    /// <summary>Why no merge can be marked; null when it can.</summary>
    public string? MarkTrouble { get; set; }

    public string Connection => "git";

    public Task<RemoteRepository?> FindRepositoryAsync(ProjectName project, CancellationToken cancellationToken) =>
        CallAsync(() => reviews.Git.Has(project) ? new RemoteRepository(reviews.Git.PathOf(project), "refs/changes/*") : null, cancellationToken);

    public Task<IReadOnlyList<ProjectName>?> ListProjectsAsync(CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<ProjectName>?>(reviews.Git.List, cancellationToken);

    public async IAsyncEnumerable<SourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var happened in reviews.ReadAsync(cancellationToken))
        {
            yield return await CallAsync(() => happened, cancellationToken);
        }
    }

    public Task<IReadOnlyList<Change>> ListOpenChangesAsync(IReadOnlyCollection<ProjectName> projects, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<Change>>(
            () => [.. reviews.Changes.Values.Where(change => change.Status == ChangeStatus.Open && projects.Contains(change.Project))], cancellationToken);

    public Task<Change?> FindChangeAsync(ChangeId change, CancellationToken cancellationToken) =>
        CallAsync(() => reviews.Changes.GetValueOrDefault(change), cancellationToken);

    public Task<IReadOnlyList<Change>> FindRelatedAsync(Change change, CancellationToken cancellationToken) => CallAsync<IReadOnlyList<Change>>(
        () => [.. reviews.Changes.Values.Where(other => other.Id != change.Id && other.Status == ChangeStatus.Open
            && (other.Needs.Contains(change.Id) || (change.Topic is not null && other.Topic == change.Topic)))],
        cancellationToken);

    public async Task<string?> FindSubmitObstacleAsync(Change change, CancellationToken cancellationToken)
    {
        await Submits.WaitAsync(cancellationToken);
        return await CallAsync(() => reviews.Obstacles.GetValueOrDefault(change.Id), cancellationToken);
    }

    public Task MarkMergedAsync(Change change, string mergeCommit, CancellationToken cancellationToken) =>
        CallAsync(
            () =>
            {
                if (MarkTrouble is { } trouble)
                {
                    throw new OutsideException(trouble);
                }

                reviews.MarkMerged(change);
                return true;
            },
            cancellationToken);

    public Task<string?> TryCommandAsync(ChangeId change, ChangeCommand command, string who, CancellationToken cancellationToken) =>
        Task.FromResult<string?>("No commands here.");

    private Task<T> CallAsync<T>(Func<T> act, CancellationToken cancellationToken) => power.CallAsync(
        () =>
        {
            if (FailingCalls > 0)
            {
                FailingCalls--;
                throw new OutsideException("The review system is down.", isTransient: true);
            }

            return Task.FromResult(act());
        },
        cancellationToken);
}
