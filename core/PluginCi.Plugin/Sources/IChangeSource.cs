using PluginCi.Model;

namespace PluginCi.Plugin;

/// <summary>A review system as the server sees it: where changes come from and where merged commits go.</summary>
/// <remarks>Members are called from any thread, several at a time. They never touch gate state; what they return becomes events.</remarks>
public interface IChangeSource
{
    /// <summary>The name of the connection, the first part of every <see cref="ChangeId"/> it gives. Constant.</summary>
    string Connection { get; }

    /// <summary>Where a project's repository is fetched from and pushed to.</summary>
    /// <param name="project">The project.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The remote, or null when the source has no such project.</returns>
    Task<RemoteRepository?> FindRepositoryAsync(ProjectName project, CancellationToken cancellationToken);

    /// <summary>Everything that happens from now on, as hints: an event says that something may have changed, never what is true.</summary>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The stream. An event is in the server's journal when the next one is asked for; a source that remembers may repeat what was not.
    /// Events may be lost, repeated and out of order; the server makes up for it with <see cref="ListOpenChangesAsync"/>.
    /// It ends with an exception when the connection is lost; the server then calls again.</returns>
    IAsyncEnumerable<SourceEvent> WatchAsync(CancellationToken cancellationToken);

    /// <summary>All open changes of some projects. Called at start, after every reconnect and every few minutes.</summary>
    /// <param name="projects">The projects.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The changes, in the order of their numbers.</returns>
    Task<IReadOnlyList<Change>> ListOpenChangesAsync(IReadOnlyCollection<ProjectName> projects, CancellationToken cancellationToken);

    /// <summary>What is true of one change now, open or not.</summary>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The change, or null when there is none of that id.</returns>
    Task<Change?> FindChangeAsync(ChangeId change, CancellationToken cancellationToken);

    /// <summary>Asked right before the tested commits are pushed: may this very patchset be merged at this moment?</summary>
    /// <param name="change">The change as it was tested.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null to go on, or one sentence why not.</returns>
    Task<string?> FindSubmitObstacleAsync(Change change, CancellationToken cancellationToken);

    /// <summary>Tells the review system that the branch now contains the change. Must be idempotent: it is repeated after a crash.</summary>
    /// <param name="change">The change as it was tested.</param>
    /// <param name="mergeCommit">The commit that the branch now points to.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is recorded.</returns>
    Task MarkMergedAsync(Change change, string mergeCommit, CancellationToken cancellationToken);

    /// <summary>Carries out what a person asked for through the server's own API or command line.</summary>
    /// <param name="change">The change.</param>
    /// <param name="command">What to do.</param>
    /// <param name="who">Who asked.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Null when done, or one sentence why not.</returns>
    Task<string?> TryCommandAsync(ChangeId change, ChangeCommand command, string who, CancellationToken cancellationToken);
}
