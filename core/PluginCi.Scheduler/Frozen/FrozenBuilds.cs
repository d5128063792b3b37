using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>Finds the wishes of builds again, and says what was made of them.</summary>
internal sealed class FrozenBuilds(ReadStore reads, SiteKeeper sites, Workspaces workspaces, Networks networks, Repositories repositories) : IFrozenBuilds
{
    public FrozenBuild? Find(BuildId build)
    {
        if (reads.FindWish(build) is not { } wish)
        {
            return null;
        }

        if (wish.Changes.Any(change => change.IsPrivate))
        {
            throw new OutsideException("it is of a private change, whose sources nobody gets from here.", isTransient: false);
        }

        if (!sites.HasSite)
        {
            throw new OutsideException("The server has no site yet; try again when it has read it.", isTransient: true);
        }

        var request = workspaces.RequestOf(wish);
        return new FrozenBuild
        {
            Plan = request.Job,
            StartIn = request.StartIn,
            Environment = workspaces.EnvironmentOf(wish),
            Sources = [.. workspaces.SourcesOf(wish)],
            Needs = [.. wish.Needs.Select(NeedOf)],
            Registries = networks.RegistriesOf(wish.Job.Plan),
            IsReviewed = request.IsReviewed,
        };
    }

    public Task EnsureAsync(FrozenSource source, CancellationToken cancellationToken) =>
        repositories.EnsureCommitAsync(sites.Current.ConnectionOf(source.Project), source.Project, source.Commit, cancellationToken);

    private FrozenNeed NeedOf(NeededBuild need) => new(need.Job, need.Build, reads.FindWish(need.Build)?.Job.Plan.Pauses ?? false);
}
