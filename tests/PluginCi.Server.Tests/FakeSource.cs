using System.Runtime.CompilerServices;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Server;

/// <summary>A review source that keeps what it was asked, and refuses what a test wants refused.</summary>
internal sealed class FakeSource : IChangeSource
{
    public string Connection => "git";

    public List<(ChangeId Change, ChangeCommand Command, string Who)> Commands { get; } = [];

    public string? Refusal { get; set; }

    public bool IsDown { get; set; }

    public Task<RemoteRepository?> FindRepositoryAsync(ProjectName project, CancellationToken cancellationToken) => Task.FromResult<RemoteRepository?>(null);

    public async IAsyncEnumerable<SourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    public Task<IReadOnlyList<Change>> ListOpenChangesAsync(IReadOnlyCollection<ProjectName> projects, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Change>>([]);

    public Task<Change?> FindChangeAsync(ChangeId change, CancellationToken cancellationToken) => Task.FromResult<Change?>(null);

    public Task<string?> FindSubmitObstacleAsync(Change change, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task MarkMergedAsync(Change change, string mergeCommit, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string?> TryCommandAsync(ChangeId change, ChangeCommand command, string who, CancellationToken cancellationToken)
    {
        if (IsDown)
        {
            throw new OutsideException("The review system is down.", isTransient: true);
        }

        Commands.Add((change, command, who));
        return Task.FromResult(Refusal);
    }
}
