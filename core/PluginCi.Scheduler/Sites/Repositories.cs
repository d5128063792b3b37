using System.Collections.Concurrent;
using System.Collections.Immutable;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>The projects' repositories: the mirror here and the remote there.</summary>
internal sealed class Repositories(IGitMirrors mirrors, Connections connections)
{
    private readonly ConcurrentDictionary<(string Connection, ProjectName Project), RemoteRepository> _remotes = new();

    private readonly ConcurrentDictionary<(string Connection, ProjectName Project), IReadOnlyDictionary<string, string>> _branches = new();

    public IGitMirror MirrorOf(ProjectName project) => mirrors.Of(project);

    public async Task<RemoteRepository> RemoteOfAsync(string connection, ProjectName project, CancellationToken cancellationToken)
    {
        if (_remotes.TryGetValue((connection, project), out var known))
        {
            return known;
        }

        var source = connections.FindSource(connection)
            ?? throw new OutsideException(
                $"Project {project} is in connection '{connection}', which no plugin provides. Known connections: {string.Join(", ", connections.Sources.Select(source => source.Connection))}.");
        var remote = await source.FindRepositoryAsync(project, cancellationToken)
            ?? throw new OutsideException($"Connection '{connection}' has no project {project}. Create it there, or remove it from site.csx.", isTransient: true);
        return _remotes.GetOrAdd((connection, project), remote);
    }

    public async Task<string?> ReadTipAsync(string connection, ProjectBranch branch, CancellationToken cancellationToken)
    {
        var remote = await RemoteOfAsync(connection, branch.Project, cancellationToken);
        var tip = await MirrorOf(branch.Project).ReadRemoteTipAsync(remote.Url, branch.Branch, cancellationToken);
        if (tip is not null)
        {
            await MirrorOf(branch.Project).FetchCommitAsync(remote.Url, tip, cancellationToken);
        }

        return tip;
    }

    /// <summary>Reads where all branches of a project point.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadBranchesAsync(string connection, ProjectName project, CancellationToken cancellationToken)
    {
        var remote = await RemoteOfAsync(connection, project, cancellationToken);
        return _branches[(connection, project)] = await MirrorOf(project).ReadRemoteBranchesAsync(remote.Url, cancellationToken);
    }

    /// <summary>Where the branches of a project pointed when they were last read; null before that.</summary>
    public IReadOnlyDictionary<string, string>? LastBranchesOf(string connection, ProjectName project) => _branches.GetValueOrDefault((connection, project));

    public async Task<string?> ReadTagAsync(string connection, ProjectBranch tag, CancellationToken cancellationToken)
    {
        var remote = await RemoteOfAsync(connection, tag.Project, cancellationToken);
        return await MirrorOf(tag.Project).ReadRemoteTagAsync(remote.Url, tag.Branch, cancellationToken);
    }

    public async Task EnsureCommitAsync(string connection, ProjectName project, string commit, CancellationToken cancellationToken)
    {
        var mirror = MirrorOf(project);
        if (!mirror.Has(commit))
        {
            var remote = await RemoteOfAsync(connection, project, cancellationToken);
            await mirror.FetchCommitAsync(remote.Url, commit, cancellationToken);
        }
    }

    /// <summary>The script files of a commit: those below <c>.pipeline/</c> and the site's own.</summary>
    public ImmutableSortedDictionary<string, string> ReadScripts(ProjectName project, string commit)
    {
        var mirror = MirrorOf(project);
        var files = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var path in mirror.ListFiles(commit, ".pipeline").Append(PipelineFiles.Site).Where(PipelineFiles.Has))
        {
            if (mirror.ReadText(commit, path) is { } text)
            {
                files[path] = text;
            }
        }

        return files.ToImmutable();
    }

    /// <summary>The scripts of a project in a state, or else at the tip of its default branch.</summary>
    /// <returns>The scripts, or null when it cannot be read now.</returns>
    public async Task<ImmutableSortedDictionary<string, string>?> FindScriptsAsync(
        ProjectPlan project, ImmutableSortedDictionary<ProjectBranch, string> commits, CancellationToken cancellationToken)
    {
        var branch = new ProjectBranch(project.Name, project.DefaultBranch);
        try
        {
            var commit = commits.GetValueOrDefault(branch)
                ?? LastBranchesOf(project.Connection, project.Name)?.GetValueOrDefault(project.DefaultBranch)
                ?? await ReadTipAsync(project.Connection, branch, cancellationToken);
            if (commit is not null)
            {
                await EnsureCommitAsync(project.Connection, project.Name, commit, cancellationToken);
            }

            return commit is null ? null : ReadScripts(project.Name, commit);
        }
        catch (Exception exception) when (exception is OutsideException or GitException)
        {
            return null;
        }
    }
}
