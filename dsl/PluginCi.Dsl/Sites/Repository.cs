using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>A project of the site. A value: every verb gives a new one.</summary>
public sealed class Repository : SitePart
{
    internal Repository(ProjectPlan plan, Place declaredAt)
    {
        Plan = plan;
        DeclaredAt = declaredAt;
    }

    internal ProjectPlan Plan { get; }

    internal Place DeclaredAt { get; }

    /// <summary>Names the branch that is used where a change's branch does not exist in this project.</summary>
    /// <param name="name">The branch. Default <c>main</c>.</param>
    /// <returns>The repository with that default branch.</returns>
    /// <example><code>Repository("mediawiki-core").Branch("master")</code></example>
    public Repository Branch(string name) => new(Plan with { DefaultBranch = name ?? "" }, DeclaredAt);

    /// <summary>Names the connection that holds the project.</summary>
    /// <param name="connection">A connection that a plugin provides. Default <c>git</c>.</param>
    /// <returns>The repository at that connection.</returns>
    /// <example><code>Repository("mediawiki/core").From("gerrit")</code></example>
    public Repository From(string connection) => new(Plan with { Connection = connection ?? "" }, DeclaredAt);
}
