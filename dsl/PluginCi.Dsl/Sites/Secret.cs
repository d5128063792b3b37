using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>Who may have a secret of the server. A value: every verb gives a new one.</summary>
public sealed class Secret : SitePart
{
    internal Secret(SecretGrant plan, Place declaredAt)
    {
        Plan = plan;
        DeclaredAt = declaredAt;
    }

    internal SecretGrant Plan { get; }

    internal Place DeclaredAt { get; }

    /// <summary>Grants it to jobs of some projects. A job that sees several, as one of a group does, must be granted it for all of them.</summary>
    /// <param name="projects">Globs of names: <c>*</c> within a folder, <c>**</c> across folders. Only projects that the site names by <see cref="Ci.Repository"/> count, as nobody looked at the others.</param>
    /// <returns>The grant with these projects added.</returns>
    /// <example><code>Secret("pypi-upload").For("tools/lint").In("gate")</code></example>
    public Secret For(params string[] projects) => new(Plan with { Projects = [.. Plan.Projects, .. (projects ?? []).Select(glob => glob ?? "")] }, DeclaredAt);

    /// <summary>Grants it to builds of some pipelines.</summary>
    /// <param name="pipelines">Pipelines of the site whose code is reviewed: a gate that wants approvals, or one for what was merged.</param>
    /// <returns>The grant with these pipelines added.</returns>
    /// <example><code>Secret("deploy-key").For("site").In("gate")</code></example>
    public Secret In(params string[] pipelines) => new(Plan with { Pipelines = [.. Plan.Pipelines, .. (pipelines ?? []).Select(name => name ?? "")] }, DeclaredAt);
}
