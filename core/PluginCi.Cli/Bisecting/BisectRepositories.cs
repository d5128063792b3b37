using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Git;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary>Repositories that only borrow the objects of others: nothing is ever written to those.</summary>
/// <param name="folder">Where to make them.</param>
/// <param name="objects">The folder of each project's git objects.</param>
internal sealed class BisectRepositories(string folder, ImmutableDictionary<ProjectName, string> objects)
{
    private readonly GitMirrors _mirrors = new(new GitOptions { Directory = folder }, NullLogger<GitMirrors>.Instance);
    private readonly ConcurrentDictionary<ProjectName, Lazy<GitMirror>> _made = new();

    public GitMirror Of(ProjectName project) => _made.GetOrAdd(project, name => new Lazy<GitMirror>(() => Make(name))).Value;

    /// <summary>The script files of a commit, by path.</summary>
    public ImmutableSortedDictionary<string, string> ReadScripts(ProjectName project, string commit)
    {
        var mirror = Of(project);
        return mirror.ListFiles(commit, PipelineFiles.Folder)
            .Where(PipelineFiles.Has)
            .ToImmutableSortedDictionary(path => path, path => mirror.ReadText(commit, path) ?? "", StringComparer.Ordinal);
    }

    private GitMirror Make(ProjectName project)
    {
        if (!objects.TryGetValue(project, out var borrowed) || !Directory.Exists(borrowed))
        {
            throw new BisectException($"There is no repository of {project} at {borrowed ?? "all"}.");
        }

        var mirror = _mirrors.Of(project);
        File.WriteAllText(Path.Combine(mirror.Directory, "objects", "info", "alternates"), $"{borrowed}\n");
        return mirror;
    }
}
