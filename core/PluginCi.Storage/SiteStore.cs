using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>Keeps the newest valid site, so that a bad one never takes effect and a restart needs nobody.</summary>
/// <param name="database">Where it is.</param>
public sealed class SiteStore(Database database)
{
    /// <summary>The newest valid site.</summary>
    /// <returns>The commit of the config project it was read at and the site, or null when there was none yet.</returns>
    public (string Commit, SitePlan Site)? Find() =>
        database.Read(session => session.QuerySingleOrDefault<(string Commit, string Json)>("select branch_commit, json from site"))
            is { Json: not null } row ? (row.Commit, ModelJson.Read<SitePlan>(row.Json)) : null;

    /// <summary>Keeps a site that is valid.</summary>
    /// <param name="commit">The commit of the config project.</param>
    /// <param name="site">The site.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is on disk.</returns>
    public Task SaveAsync(string commit, SitePlan site, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.Execute(
                "insert into site (id, branch_commit, json) values (1, @commit, @json) on conflict (id) do update set branch_commit = @commit, json = @json",
                new { commit, json = ModelJson.Write(site) }),
            cancellationToken);
}
