using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Server;

/// <summary>Answers what is on the environments of the site in force.</summary>
internal sealed class EnvironmentReader(ReleaseStore releases, SiteStore sites)
{
    /// <summary>The environments in the order of the site, each with the newest of everything; those that the site has no more come last.</summary>
    public IReadOnlyList<EnvironmentView> Environments()
    {
        var rows = releases.ReadNewest().ToLookup(row => row.Environment);
        return
        [
            .. Site().Select(environment => View(environment, rows[environment.Name])),
            .. rows.Where(same => Site().All(environment => environment.Name != same.Key)).Select(same => View(Gone(same.Key), same)),
        ];
    }

    /// <summary>One with its history, newest first; null when nobody knows it.</summary>
    public EnvironmentView? Environment(string name, int most)
    {
        var history = releases.ReadHistory(name, most);
        var known = Site().FirstOrDefault(environment => environment.Name == name);
        return known is null && history.Count == 0 ? null : View(known ?? Gone(name), history);
    }

    private ReleaseEnvironmentPlan[] Site() => [.. sites.Find()?.Site.Environments ?? []];

    private static ReleaseEnvironmentPlan Gone(string name) => new() { Name = name };

    private static EnvironmentView View(ReleaseEnvironmentPlan plan, IEnumerable<ReleaseRow> rows) => new(plan.Name, plan.Projects, plan.After, plan.Hold, [.. rows.Select(View)]);

    private static ReleaseView View(ReleaseRow row) => new(
        row.Stage == Stage.Promote ? "promoted" : "deployed", row.Project.Value, row.Commit, row.Artifact, row.Digest, row.Build.Value, Links.To(row.Build), row.Maker.Value, row.At);
}
