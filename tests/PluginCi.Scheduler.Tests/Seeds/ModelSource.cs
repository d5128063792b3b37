using System.Runtime.CompilerServices;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler.Seeds;

/// <summary>A server's connection to the review system. Its events are lost, repeated, late and out of order, as the weather is.</summary>
internal sealed class ModelSource(ModelReviews reviews, ModelGit git, Line line, Trace trace) : IChangeSource, IRelatedChanges
{
    public string Connection => "git";

    public Task<RemoteRepository?> FindRepositoryAsync(ProjectName project, CancellationToken cancellationToken) => CallAsync<RemoteRepository?>(
        $"find {project}", () => git.Tips.ContainsKey(new ProjectBranch(project, "main")) ? new RemoteRepository(project.Value, "refs/changes/*") : null, cancellationToken);

    public async IAsyncEnumerable<SourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new CaughtUp();
        while (true)
        {
            var more = reviews.WhenMore();
            if (reviews.Untold.Count == 0)
            {
                await more;
                continue;
            }

            var next = reviews.Untold[line.Weather.Strikes(Fault.EventReordered) ? line.Dice.Roll(reviews.Untold.Count) : 0];
            if (line.Weather.Strikes(Fault.EventDelayed))
            {
                await Task.Delay(TimeSpan.FromSeconds(line.Dice.Roll(1, 100)), line.Clock, cancellationToken);
            }

            yield return await CallAsync($"tell {next}", () => next, cancellationToken);
            if (!line.Weather.Strikes(Fault.EventRepeated))
            {
                reviews.Untold.Remove(next);
            }

            LoseSome();
        }
    }

    public Task<IReadOnlyList<Change>> ListOpenChangesAsync(IReadOnlyCollection<ProjectName> projects, CancellationToken cancellationToken) => CallAsync<IReadOnlyList<Change>>(
        "list open changes",
        () => [.. reviews.Changes.Values.Where(change => change.Status == ChangeStatus.Open && projects.Contains(change.Project))],
        cancellationToken);

    public Task<Change?> FindChangeAsync(ChangeId change, CancellationToken cancellationToken) =>
        CallAsync($"find {change}", () => reviews.Changes.GetValueOrDefault(change), cancellationToken);

    public Task<IReadOnlyList<Change>> FindRelatedAsync(Change change, CancellationToken cancellationToken) => CallAsync<IReadOnlyList<Change>>(
        $"find what needs {change.Id}",
        () => [.. reviews.Changes.Values.Where(other => other.Id != change.Id && other.Status == ChangeStatus.Open && other.Needs.Contains(change.Id))],
        cancellationToken);

    public Task<string?> FindSubmitObstacleAsync(Change change, CancellationToken cancellationToken) =>
        CallAsync($"may {change.Id} be merged?", () => reviews.FindObstacle(change), cancellationToken);

    public Task MarkMergedAsync(Change change, string mergeCommit, CancellationToken cancellationToken) => CallAsync(
        $"{change.Id} is merged",
        () =>
        {
            reviews.MarkMerged(change.Id);
            return true;
        },
        cancellationToken);

    public Task<string?> TryCommandAsync(ChangeId change, ChangeCommand command, string who, CancellationToken cancellationToken) =>
        Task.FromResult<string?>("No commands here.");

    private void LoseSome()
    {
        while (reviews.Untold.Count > 0 && line.Weather.Strikes(Fault.EventLost))
        {
            trace.Write($"{reviews.Untold[0]} is lost");
            reviews.Untold.RemoveAt(0);
        }

        if (line.Weather.Strikes(Fault.StreamBroken))
        {
            trace.Write("the stream of events breaks off");
            throw new OutsideException("The connection was reset.", isTransient: true);
        }
    }

    private Task<T> CallAsync<T>(string what, Func<T> act, CancellationToken cancellationToken) =>
        line.CallAsync(what, act, trouble => new OutsideException(trouble, isTransient: true), cancellationToken);
}
