using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>A place that what was built is promoted and deployed to. A value: every verb gives a new one.</summary>
public sealed class ReleaseEnvironment : SitePart
{
    internal ReleaseEnvironment(ReleaseEnvironmentPlan plan, Place declaredAt)
    {
        Plan = plan;
        DeclaredAt = declaredAt;
    }

    internal ReleaseEnvironmentPlan Plan { get; }

    internal Place DeclaredAt { get; }

    /// <summary>Lets some projects promote and deploy to it.</summary>
    /// <param name="projects">Globs of names: <c>*</c> within a folder, <c>**</c> across folders. Only projects that the site names by <see cref="Ci.Repository"/> count, as nobody looked at the others.</param>
    /// <returns>The environment with these projects added.</returns>
    /// <example><code>Environment("staging").For("shop/*")</code></example>
    public ReleaseEnvironment For(params string[] projects) => With(Plan with { Projects = [.. Plan.Projects, .. Texts(projects)] });

    /// <summary>Takes only what was promoted to other environments before: the same artifact, by its digest.</summary>
    /// <param name="environments">Environments of the site.</param>
    /// <returns>The environment with that condition added.</returns>
    /// <example><code>Environment("production").For("shop/*").After("staging")</code></example>
    public ReleaseEnvironment After(params string[] environments) => With(Plan with { After = [.. Plan.After.Union(Texts(environments))] });

    /// <summary>Lets nothing be deployed to it for now. What is promoted to it still is, and waits for the next deployment.</summary>
    /// <param name="reason">Why; it is what a deployment fails with.</param>
    /// <returns>The environment that is held.</returns>
    /// <example><code>Environment("production").For("shop/*").Held("fundraising until Monday")</code></example>
    public ReleaseEnvironment Held(string reason) => With(Plan with { Hold = reason ?? "" });

    private static IEnumerable<string> Texts(string[]? names) => (names ?? []).Select(name => name ?? "");

    private ReleaseEnvironment With(ReleaseEnvironmentPlan plan) => new(plan, DeclaredAt);
}
