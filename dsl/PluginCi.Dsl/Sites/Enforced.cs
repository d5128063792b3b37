using System.Collections.Immutable;

namespace PluginCi.Dsl;

/// <summary>Jobs that the site adds to those of its projects. A value: every verb gives a new one.</summary>
public sealed class Enforced : SitePart
{
    internal Enforced(ImmutableArray<Job> jobs, ImmutableArray<string> projects, ImmutableArray<string> pipelines, Place declaredAt)
    {
        Jobs = jobs;
        Projects = projects;
        InPipelines = pipelines;
        DeclaredAt = declaredAt;
    }

    internal ImmutableArray<Job> Jobs { get; }

    internal ImmutableArray<string> Projects { get; }

    internal ImmutableArray<string> InPipelines { get; }

    internal Place DeclaredAt { get; }

    /// <summary>Adds the jobs to some projects only.</summary>
    /// <param name="projects">Globs of names: <c>*</c> within a folder, <c>**</c> across folders. Default: all projects but the config project.</param>
    /// <returns>The enforcement with these projects added.</returns>
    /// <example><code>Enforce([Job("licences").Sh("reuse lint")]).For("mediawiki/**")</code></example>
    public Enforced For(params string[] projects) => new(Jobs, [.. Projects, .. (projects ?? []).Select(glob => glob ?? "")], InPipelines, DeclaredAt);

    /// <summary>Runs the jobs in some pipelines only.</summary>
    /// <param name="pipelines">Pipelines of the site. Default: every pipeline.</param>
    /// <returns>The enforcement with these pipelines added.</returns>
    /// <example><code>Enforce([Job("licences").Sh("reuse lint")]).In("check", "gate")</code></example>
    public Enforced In(params string[] pipelines) => new(Jobs, Projects, [.. InPipelines, .. (pipelines ?? []).Select(name => name ?? "")], DeclaredAt);
}
