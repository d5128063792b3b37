using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>A project of the site, or all projects whose names fit a pattern. A value: every verb gives a new one.</summary>
public sealed class Repository : SitePart
{
    internal Repository(ProjectPlan plan, bool isPattern, Place declaredAt)
    {
        Plan = plan;
        IsPattern = isPattern;
        DeclaredAt = declaredAt;
    }

    internal ProjectPlan Plan { get; }

    internal bool IsPattern { get; }

    internal Place DeclaredAt { get; }

    /// <summary>Names the branch that is used where a change's branch does not exist in this project.</summary>
    /// <param name="name">The branch. Default <c>main</c>.</param>
    /// <returns>The repository with that default branch.</returns>
    /// <example><code>Repository("mediawiki-core").Branch("master")</code></example>
    public Repository Branch(string name) => With(Plan with { DefaultBranch = name ?? "" });

    /// <summary>Names the connection that holds the project.</summary>
    /// <param name="connection">A connection that a plugin provides. Default <c>git</c>.</param>
    /// <returns>The repository at that connection.</returns>
    /// <example><code>Repository("mediawiki/core").From("gerrit")</code></example>
    public Repository From(string connection) => With(Plan with { Connection = connection ?? "" });

    /// <summary>Shares a gate queue with the other projects that name it, although they are in no repo group together.</summary>
    /// <param name="name">The queue.</param>
    /// <returns>The repository in that queue.</returns>
    /// <example><code>Repository("docs").Queue("slow-lane")</code></example>
    public Repository Queue(string name) => With(Plan with { Queue = name ?? "" });

    /// <summary>Is built from another project: when that is merged, or was built for such a merge and passed, this one is built and tested as well, on its branch of the
    /// merged one's name; where it has none and that is a default branch, on its own one.</summary>
    /// <param name="earlier">The project that comes first; one of the site.</param>
    /// <param name="beforeMerge">True to run this project's jobs for each change of the other one already, on its speculative state. Then the two share a
    /// gate queue.</param>
    /// <returns>The repository with that order added.</returns>
    /// <example><code>Repository("app").BuildAfter(lib, beforeMerge: true)</code></example>
    public Repository BuildAfter(Repository earlier, bool beforeMerge = false) =>
        With(Plan with { BuildsAfter = Plan.BuildsAfter.Add(new BuildAfterPlan(earlier.Plan.Name, beforeMerge)) });

    /// <summary>Takes part in some pipelines only.</summary>
    /// <param name="names">Pipelines of the site. Default: all.</param>
    /// <returns>The repository with these pipelines added.</returns>
    /// <example><code>Repository("sandbox").Pipelines("check")</code></example>
    public Repository Pipelines(params string[] names) => With(Plan with { Pipelines = [.. Plan.Pipelines.Union(names)] });

    /// <summary>Runs the jobs of templates beside those of the project's script, which it then need not have.</summary>
    /// <param name="templates">Templates of the site.</param>
    /// <returns>The repository with these templates added.</returns>
    /// <example><code>var service = Template("service", [Commit(Job("unit").Sh("make test"))]);
    /// return Site(service, Repository("mobileapps").Uses(service), Repositories("services/*").Uses(service));</code></example>
    public Repository Uses(params Template[] templates) =>
        With(Plan with { Templates = [.. Plan.Templates.Union((templates ?? []).Select(template => template.Name))] });

    private Repository With(ProjectPlan plan) => new(plan, IsPattern, DeclaredAt);
}
