using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>The Debian packages of a variant.</summary>
/// <param name="Packages">By release, in the order of their names; <c>default</c> for the image's own.</param>
/// <param name="Sources">Archives beside the image's own.</param>
/// <param name="Proxies">Proxies on the way to archives, which the image does not keep.</param>
internal sealed record AptSettings(
    ImmutableSortedDictionary<string, ImmutableArray<string>> Packages, ImmutableArray<AptSource> Sources, ImmutableArray<AptProxy> Proxies)
{
    public static readonly AptSettings None = new(ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal), [], []);

    public AptSettings With(AptSettings later) => new(
        later.Packages.Aggregate(Packages, (all, more) => all.SetItem(more.Key, [.. all.GetValueOrDefault(more.Key, []), .. more.Value])),
        [.. Sources, .. later.Sources],
        [.. Proxies, .. later.Proxies]);
}
