using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Git.Review;

namespace PluginCi.Plugins.Git;

/// <summary>The review state as the server reaches it: opened at the first use, off the caller's thread, with the host's kind of exception.</summary>
internal sealed class ReviewState(ReviewFolder folder, string hookProgram, PluginContext context, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _opening = new(1);
    private ReviewStore? _store;

    public ReviewFolder Folder => folder;

    public TimeProvider Clock => context.Clock;

    public Task<T> ReadAsync<T>(Func<ReviewSession, T> act, CancellationToken cancellationToken) =>
        RunAsync(store => store.Read(act), cancellationToken);

    public Task<T> WriteAsync<T>(Func<ReviewSession, T> act, CancellationToken cancellationToken) =>
        RunAsync(store => store.Write(act), cancellationToken);

    public Task WriteAsync(Action<ReviewSession> act, CancellationToken cancellationToken) =>
        RunAsync(
            store =>
            {
                store.Write(act);
                return true;
            },
            cancellationToken);

    /// <summary>Makes every repository that is there ready. Files only, so that it is done before the server says that it is up.</summary>
    public void RepairRepositories()
    {
        var projects = folder.ListProjects();
        foreach (var project in projects)
        {
            try
            {
                HostedRepository.Repair(folder, project, hookProgram);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // One repository of another account must not keep the others from working.
                Log.RepositoryNotReady(logger, project, e.Message);
            }
        }

        Log.RepositoriesReady(logger, projects.Count, folder.Repositories);
    }

    public Change ToChange(ReviewSession session, ChangeRow row) => new()
    {
        Id = row.Id,
        Project = new ProjectName(row.Project),
        Branch = row.Branch,
        Patchset = row.Patchset,
        Commit = row.CommitId,
        Subject = row.Subject,
        Owner = row.Owner,
        Topic = row.Topic,
        Url = $"{ServerUrl}/changes/{row.Id}",
        Status = row.Status,
        IsApproved = row.IsApproved,
        Approval = row.IsApproved ? $"{session.FindNewestEvent(row.Number, EventKind.Approved)}" : "",
        Kind = row.Kind,
        IsWorkInProgress = row.IsWorkInProgress,
        IsPrivate = row.IsPrivate,
        Hashtags = [.. row.Hashtags.Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        GitParents = [.. session.ListGitParents(row.Number, row.Patchset).Select(ToParent)],
        DependsOn = [.. session.ListDependencies(row.Number, row.Patchset).SelectMany(name => Resolve(session, name)).Distinct().Where(id => id != row.Id)],
    };

    private static ParentPatchset ToParent(GitParentRow row) =>
        new(new ChangeId($"{ReviewFolder.Connection}/{row.ParentNumber}"), row.ParentPatchset, row.ParentCommit);

    // Looked up each time: what a footer names may be pushed after it. A name that nobody knows stays a name, so that it is not merged without it.
    private static IEnumerable<ChangeId> Resolve(ReviewSession session, string name) =>
        DependencyNames.Find(session, name) is { Count: > 0 } found
            ? found.Select(id => new ChangeId(id))
            : [new ChangeId(name.Contains('/', StringComparison.Ordinal) ? name : $"{ReviewFolder.Connection}/{name}")];

    public void Dispose()
    {
        _store?.Close();
        _opening.Dispose();
    }

    private string ServerUrl => context.ServerUrl.AbsoluteUri.TrimEnd('/');

    private async Task<T> RunAsync<T>(Func<ReviewStore, T> act, CancellationToken cancellationToken)
    {
        try
        {
            var store = _store ?? await OpenAsync(cancellationToken);

            // SQLite has no asynchronous calls, and a call may wait for the lock of a push.
            return await Task.Run(() => act(store), cancellationToken);
        }
        catch (SqliteException e)
        {
            const int Busy = 5;
            const int Locked = 6;
            throw new OutsideException($"The review state {folder.DatabaseFile} failed: {e.Message}", e.SqliteErrorCode is Busy or Locked, e);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new OutsideException($"The review state {folder.DatabaseFile} cannot be opened: {e.Message}", isTransient: false, e);
        }
    }

    private async Task<ReviewStore> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_store is null)
            {
                var store = ReviewStore.Open(folder, context.Clock);
                store.Write(session => { session.SetMark(Marks.ServerUrl, ServerUrl); });
                _store = store;
            }

            return _store;
        }
        finally
        {
            _opening.Release();
        }
    }
}
