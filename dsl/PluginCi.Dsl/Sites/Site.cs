using System.Collections.Immutable;

namespace PluginCi.Dsl;

/// <summary>What <c>site.csx</c> returns.</summary>
public sealed class Site
{
    internal Site(SitePart[] parts) => Parts = [.. parts];

    internal ImmutableArray<SitePart> Parts { get; }
}
