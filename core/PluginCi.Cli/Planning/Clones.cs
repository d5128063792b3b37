using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary>A folder that holds clones of a site's projects, each by its name: working trees, or bare repositories whose names end in <c>.git</c>.</summary>
/// <param name="folder">The folder.</param>
internal sealed class Clones(string folder)
{
    // Links may lead in a circle.
    private static readonly EnumerationOptions Own = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden };

    private readonly HashSet<ProjectName> _missing = [];

    /// <summary>The projects that were asked for and are not there.</summary>
    public IReadOnlyCollection<ProjectName> Missing => _missing;

    /// <summary>A site with those projects of the folder that its patterns stand for.</summary>
    public SitePlan Complete(SitePlan site) => site.Patterns.IsEmpty
        ? site
        : SelfService.Expand(site, [.. List(folder, "").SelectMany(project => site.Patterns.Select(pattern => pattern.Connection).Distinct().Select(connection => (new ProjectName(project), connection)))]);

    /// <summary>The scripts of a project: of the working tree as it is, of a bare repository at the project's default branch.</summary>
    public async Task<ImmutableSortedDictionary<string, string>?> ReadAsync(ProjectPlan project, CancellationToken cancellationToken)
    {
        var clone = Path.Combine(folder, project.Name.Value);
        if (Directory.Exists(clone))
        {
            return new WorkingTree(clone).ReadScripts();
        }

        if (Directory.Exists($"{clone}.git") && await GitScripts.ReadAsync($"{clone}.git", project.DefaultBranch, cancellationToken) is { } files)
        {
            return files;
        }

        _missing.Add(project.Name);
        return null;
    }

    // A project is a folder with a repository; folders above it are part of its name.
    private static IEnumerable<string> List(string folder, string prefix)
    {
        foreach (var below in Directory.EnumerateDirectories(folder, "*", Own).Order(StringComparer.Ordinal))
        {
            var name = prefix + Path.GetFileName(below);
            if (name.EndsWith(".git", StringComparison.Ordinal))
            {
                yield return name[..^".git".Length];
            }
            else if (Path.Exists(Path.Combine(below, ".git")))
            {
                yield return name;
            }
            else
            {
                foreach (var deeper in List(below, $"{name}/"))
                {
                    yield return deeper;
                }
            }
        }
    }
}
