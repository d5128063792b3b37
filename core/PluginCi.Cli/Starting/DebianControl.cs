using System.Text.RegularExpressions;

namespace PluginCi.Cli;

/// <summary>What <c>debian/control</c> says that a package is built with.</summary>
internal static partial class DebianControl
{
    private static readonly string[] Usual = ["debhelper"];

    /// <returns>Names of packages, in their order; without versions, of alternatives the first, without those for some architectures alone.</returns>
    public static IReadOnlyList<string> ReadBuildDepends(WorkingTree tree)
    {
        var file = Path.Combine(tree.Directory, "debian", "control");
        if (!File.Exists(file))
        {
            return Usual;
        }

        var found = Fields().Matches(File.ReadAllText(file).ReplaceLineEndings("\n").Split("\n\n")[0])
            .SelectMany(field => field.Groups["packages"].Value.Split(','))
            .Select(package => package.Split('|')[0].Trim())
            .Where(package => !package.Contains('[', StringComparison.Ordinal))
            .Select(package => Name().Match(package).Value)
            .Where(name => name.Length > 0)
            .Select(name => name == "debhelper-compat" ? "debhelper" : name)
            .Distinct()
            .ToArray();
        return found.Length > 0 ? found : Usual;
    }

    [GeneratedRegex(@"^Build-Depends(-Arch|-Indep)?:(?<packages>.*(\n[ \t].*)*)", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Fields();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9+.-]+")]
    private static partial Regex Name();
}
