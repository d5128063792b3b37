using System.Runtime.CompilerServices;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Another review system, connection <c>far</c>, whose changes of a project that the site does not have are named by others.</summary>
internal sealed class FarSource(params Change[] changes) : IChangeSource, IRelatedChanges
{
    public bool IsDown { get; set; }

    public string Connection => "far";

    public Task<RemoteRepository?> FindRepositoryAsync(ProjectName project, CancellationToken cancellationToken) => AnswerAsync<RemoteRepository?>(null);

    public async IAsyncEnumerable<SourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield break;
    }

    public Task<IReadOnlyList<Change>> ListOpenChangesAsync(IReadOnlyCollection<ProjectName> projects, CancellationToken cancellationToken) =>
        AnswerAsync<IReadOnlyList<Change>>([]);

    public Task<Change?> FindChangeAsync(ChangeId change, CancellationToken cancellationToken) =>
        AnswerAsync(Array.Find(changes, known => known.Id == change));

    public Task<IReadOnlyList<Change>> FindRelatedAsync(Change change, CancellationToken cancellationToken) => AnswerAsync<IReadOnlyList<Change>>([]);

    public Task<string?> FindSubmitObstacleAsync(Change change, CancellationToken cancellationToken) => AnswerAsync<string?>(null);

    public Task MarkMergedAsync(Change change, string mergeCommit, CancellationToken cancellationToken) => AnswerAsync(true);

    public Task<string?> TryCommandAsync(ChangeId change, ChangeCommand command, string who, CancellationToken cancellationToken) => AnswerAsync<string?>(null);

    private Task<T> AnswerAsync<T>(T answer) =>
        IsDown ? throw new OutsideException("The far review system is down.", isTransient: true) : Task.FromResult(answer);
}
