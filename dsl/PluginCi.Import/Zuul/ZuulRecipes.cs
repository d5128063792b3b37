using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>The recipes that do what jobs of a kind do, as far as the names of jobs tell. What they run stands in another system.</summary>
internal static class ZuulRecipes
{
    private static readonly (Regex Name, string Recipe)[] All =
    [
        (Of("(^|-)tox(-|$)"), "Python.Tox"),
        (Of("^debian-glue"), "DebianPackage.Source"),
        (Of("-maven(-|$)"), "Java.Maven"),
        (Of("(^|-)gradle(-|$)"), "Java.Gradle"),
        (Of("-node[0-9]+|-npm$"), "Node.Npm"),
        (Of("(^|-)composer"), "Php.Composer"),
        (Of("-rake$|-bundle-"), "Ruby.Bundler"),
        (Of("shellcheck$"), "Shell.Scripts"),
        (Of("-dotnet-"), "DotNet.Solution"),
        (Of("^php-(compile|pie)"), "C.Make"),
        (Of("-puppet-"), "Puppet.Module"),
    ];

    /// <summary>The recipe for a job; null where its name tells none.</summary>
    public static string? Find(string job) => job.Contains("quibble", StringComparison.Ordinal) ? null : All.FirstOrDefault(known => known.Name.IsMatch(job)).Recipe;

    private static Regex Of(string pattern) => new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
}
