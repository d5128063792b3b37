using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PluginCi.Model;

namespace PluginCi.Git;

/// <summary>The bare mirrors of a server, one for each project. Safe to use from any thread.</summary>
/// <param name="options">Where they are and how long a command may take.</param>
/// <param name="logger">Gets every git command at level Debug.</param>
public sealed class GitMirrors(GitOptions options, ILogger<GitMirrors> logger) : IGitMirrors
{
    private readonly ConcurrentDictionary<ProjectName, Lazy<GitMirror>> _mirrors = new();

    /// <summary>The mirror of a project. Created on disk when asked for the first time, and anew when somebody removed its folder; else the same object every time.</summary>
    /// <param name="project">The project.</param>
    /// <returns>The mirror.</returns>
    /// <exception cref="GitException">The folder cannot be made.</exception>
    public GitMirror Of(ProjectName project)
    {
        var known = _mirrors.GetOrAdd(project, Later);
        if (Directory.Exists(known.Value.Directory))
        {
            return known.Value;
        }

        // Of several that find it gone, the first makes it anew for all.
        _mirrors.TryUpdate(project, Later(project), known);
        return _mirrors.GetOrAdd(project, Later).Value;
    }

    IGitMirror IGitMirrors.Of(ProjectName project) => Of(project);

    private Lazy<GitMirror> Later(ProjectName project) => new(() => Open(project));

    private GitMirror Open(ProjectName project)
    {
        SystemLibGit2.EnsureBound();
        var directory = Path.GetFullPath(Path.Combine(options.Directory, $"{project.Value}.git"));
        if (!directory.StartsWith(Path.GetFullPath(options.Directory) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new GitException($"The project name '{project}' would put its mirror outside {options.Directory}; use a name without '..'.");
        }

        try
        {
            Directory.CreateDirectory(options.Directory);
            if (!LibGit2Sharp.Repository.IsValid(directory))
            {
                Create(directory);
            }

            RemoveLocks(directory);
            return new GitMirror(directory, new GitCommand(directory, WriteGlobalConfig(), options, logger));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or LibGit2Sharp.LibGit2SharpException)
        {
            _mirrors.TryRemove(project, out _);
            throw new GitException($"The mirror {directory} could not be made: {e.Message}", e);
        }
    }

    // Made beside its place and moved there whole: a server that is killed meanwhile leaves no half of a mirror that looks like one.
    private void Create(string directory)
    {
        var half = $"{directory}.half";
        foreach (var left in new[] { half, directory }.Where(Directory.Exists))
        {
            Directory.Delete(left, recursive: true);
        }

        LibGit2Sharp.Repository.Init(half, isBare: true);
        Directory.Move(half, directory);
        Log.MirrorCreated(logger, directory);
    }

    // Left by a server that was killed. The mirror is this server's alone, and it has just been opened.
    private static void RemoveLocks(string directory)
    {
        string[] left = [.. Directory.EnumerateFiles(directory, "*.lock"), .. Directory.EnumerateFiles(Path.Combine(directory, "refs"), "*.lock", SearchOption.AllDirectories)];
        foreach (var file in left)
        {
            File.Delete(file);
        }
    }

    // A remote that is a folder may belong to another account. The command line's own setting would not reach
    // the second git process that serves that folder, a global configuration file does.
    private string WriteGlobalConfig()
    {
        var file = Path.Combine(Path.GetFullPath(options.Directory), "gitconfig");
        const string Wanted = "[safe]\n\tdirectory = *\n[maintenance]\n\tauto = false\n[gc]\n\tauto = 0\n[advice]\n\tdetachedHead = false\n";
        if (!File.Exists(file) || File.ReadAllText(file) != Wanted)
        {
            var temporary = $"{file}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}";
            File.WriteAllText(temporary, Wanted);
            File.Move(temporary, file, overwrite: true);
        }

        return file;
    }
}
