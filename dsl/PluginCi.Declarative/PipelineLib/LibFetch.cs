namespace PluginCi.Declarative;

/// <summary>How a repository is fetched.</summary>
/// <param name="IsShallow">True for the last commits only. Default true.</param>
/// <param name="Depth">How many of them. Default 20.</param>
/// <param name="WithSubmodules">True with submodules. Default true.</param>
/// <param name="WithTags">True with all tags. Default false.</param>
internal sealed record LibFetch(bool IsShallow, long Depth, bool WithSubmodules, bool WithTags)
{
    public static LibFetch Read(MapNode? map) =>
        new(map?.Flag("shallow") ?? true, map?.Number("depth") ?? 20, map?.Flag("submodules") ?? true, map?.Flag("tags") ?? false);
}
