using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using PluginCi.Model;

namespace PluginCi.Dependencies;

/// <summary>How a kind of registry is spoken to.</summary>
/// <param name="Accept">The media types to ask for, the same for everybody.</param>
/// <param name="Rules">The paths that it has; the first that fits counts, and what fits none does not exist.</param>
internal sealed record RegistryFormat(string Accept, ImmutableArray<PathRule> Rules)
{
    /// <summary>What builds find the cache at: their proxy itself.</summary>
    public static readonly string OwnAddress = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{EgressPlan.ProxyPort}/");

    /// <summary>Where the area of the index is seen.</summary>
    public string IndexPrefix { get; init; } = "";

    /// <summary>Where the area of files is seen.</summary>
    public string FilesPrefix { get; init; } = "files/";

    /// <summary>The address of the index's area, from what the site says.</summary>
    public Func<RegistryPlan, string> IndexOf { get; init; } = plan => plan.Index;

    /// <summary>The address of the files' area, or null.</summary>
    public Func<RegistryPlan, string?> FilesOf { get; init; } = plan => plan.Files;

    /// <summary>Documents of the registry that say where the rest is, and so are of this cache and not of upstream: by path, with their media types.</summary>
    public ImmutableDictionary<string, (string Type, string Text)> Own { get; init; } = ImmutableDictionary<string, (string, string)>.Empty;

    /// <summary>Links of its documents that stand for paths below the registry's own folder, besides those to its areas.</summary>
    public ImmutableArray<(string Address, string Path)> MoreLinks { get; init; } = [];

    /// <summary>Hosts whose plain requests are for this registry, with the folder there and the area's prefix.</summary>
    public ImmutableArray<(string Host, string Folder, string Prefix)> Hosts { get; init; } = [];

    /// <summary>Names are asked for in the one form that the registry gives them.</summary>
    public Func<string, string> Canonical { get; init; } = path => path;

    public RegistryArea Index(RegistryPlan plan) => RegistryArea.Of(plan, IndexOf(plan), IndexPrefix);

    public RegistryArea? Files(RegistryPlan plan) => FilesOf(plan) is { } address ? RegistryArea.Of(plan, address, FilesPrefix) : null;

    /// <summary>What stands in a rule's way of a path.</summary>
    /// <returns>The rule and what it asks for; null when the registry has no such path.</returns>
    public (PathRule Rule, string Target)? Find(string path)
    {
        var canonical = Canonical(path);
        foreach (var rule in Rules)
        {
            if (rule.Path.Match(canonical) is { Success: true } match)
            {
                return (rule, match.Result(rule.Target));
            }
        }

        return null;
    }

    /// <summary>A path that is passed on as it is, of files that never change.</summary>
    public static PathRule Kept(string pattern, string target = "$0", bool ofFiles = false) => new(Whole(pattern), target, ofFiles, true, LinkForm.None);

    /// <summary>A path whose answer may be another one tomorrow.</summary>
    public static PathRule Fresh(string pattern, string target = "$0", bool ofFiles = false, LinkForm links = LinkForm.None) => new(Whole(pattern), target, ofFiles, false, links);

    private static Regex Whole(string pattern) => new($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
}
