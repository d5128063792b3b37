using System.Collections.Immutable;

namespace PluginCi.Dsl;

/// <summary>What <c>site.csx</c> returns.</summary>
public sealed class Site
{
    internal Site(ImmutableArray<SitePart> parts, bool reusesResults)
    {
        Parts = parts;
        ReusesResults = reusesResults;
    }

    internal ImmutableArray<SitePart> Parts { get; }

    internal bool ReusesResults { get; }

    /// <summary>Runs every build anew after a reset, also where its job and all that it sees stayed the same.</summary>
    /// <returns>The site that keeps no results.</returns>
    /// <example><code>return Site(core, maps).WithoutReuse();</code></example>
    public Site WithoutReuse() => new(Parts, reusesResults: false);
}
