using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>A limit on how many builds of projects run at once, over all queues and pipelines. A value: every verb gives a new one.</summary>
public sealed class Quota : SitePart
{
    internal Quota(QuotaPlan plan, Place declaredAt)
    {
        Plan = plan;
        DeclaredAt = declaredAt;
    }

    internal QuotaPlan Plan { get; }

    internal Place DeclaredAt { get; }

    /// <summary>Counts the builds of some projects only.</summary>
    /// <param name="projects">Globs of names: <c>*</c> within a folder, <c>**</c> across folders. Default: all projects.</param>
    /// <returns>The quota with these projects added, which share it.</returns>
    /// <example><code>Quota("tools", builds: 10).For("tools/*")</code></example>
    public Quota For(params string[] projects) => new(Plan with { Projects = [.. Plan.Projects, .. (projects ?? []).Select(glob => glob ?? "")] }, DeclaredAt);
}
