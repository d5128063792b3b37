using System.Collections.Immutable;

namespace PluginCi.Import;

/// <summary>The scripts of a repository and of its site.</summary>
internal static class ImportScripts
{
    public const string Site = "site.csx";

    public const string Pipeline = ".pipeline/pipeline.csx";

    public static ImmutableSortedDictionary<string, string> Of(ImmutableArray<FoundJob> jobs, FoundSite site, string origin) => ImmutableSortedDictionary<string, string>.Empty
        .Add(Pipeline, ScriptWriter.Write(jobs, origin))
        .Add(Site, SiteWriter.Write(site, origin));
}
