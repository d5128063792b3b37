using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Freezes that the site asks for, with the real shell.</summary>
public sealed class FreezeTests
{
    private static readonly SitePlan Calm = PlainScripts.SiteOf("alpha", "beta");
    private static readonly FreezePlan Release = new() { Name = "release", Reason = "the branch is cut", Projects = ["alpha"] };

    [Fact]
    public async Task A_freeze_that_is_merged_holds_approved_changes_over_a_restart_and_one_that_is_taken_away_merges_them()
    {
        using var town = await Town.FoundAsync();
        var held = await town.PushAsync(Town.Alpha, "Held", "held", "1");
        await using (var server = await town.StartAsync())
        {
            var freeze = await ProposeAsync(town, "Freeze alpha", Calm with { Freezes = [Release] });
            Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(freeze, Town.Soon)).Kind);
            town.Reviews.Tell(new BranchMayHaveMoved(new ProjectBranch(Town.Config, "main")));
            await server.WaitForStateAsync(state => state.Rules.Has(Town.Alpha) && !state.Freezes.IsEmpty);

            var free = await town.PushAsync(Town.Beta, "Free", "free", "1");
            town.Approve(held);
            town.Approve(free);
            await server.WaitForStateAsync(state => state.Waiting.GetValueOrDefault(held) == "it waits for the end of the freeze of release by the site: the branch is cut");
            Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(free, Town.Soon)).Kind);
        }

        await using var again = await town.StartAsync();
        await again.WaitForStateAsync(state => state.Waiting.ContainsKey(held));
        var refused = await again.Operators.ThawAsync("release", new CommandAuthor("ada", "in a hurry"), Town.Soon);
        Assert.Equal((false, "The site freezes release (the site); take it out of there, or give it an earlier end."), (refused.IsDone, refused.Reasons[0]));
        Assert.Empty(await town.MergedAsync(Town.Alpha));

        var thaw = await ProposeAsync(town, "Thaw alpha", Calm);
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(thaw, Town.Soon)).Kind);
        town.Reviews.Tell(new BranchMayHaveMoved(new ProjectBranch(Town.Config, "main")));
        await again.WaitAsync(_ => town.Reviews.ToldMerged.Contains(held));
        Assert.Equal([held], (await town.MergedAsync(Town.Alpha)).Select(merged => merged.Id));
    }

    [Fact]
    public async Task A_freeze_of_the_site_begins_and_ends_by_the_clock()
    {
        var begins = TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(500);
        using var town = await Town.FoundAsync(Calm with { Freezes = [Release with { From = begins, Until = begins.AddMilliseconds(500) }] });
        await using var server = await town.StartAsync();
        await server.WaitAsync(_ => WordsOf(server).Contains("Merges of release are allowed again: the time of the freeze by the site is over."));
        Assert.Contains(WordsOf(server), text => text.StartsWith("Merges of alpha are frozen by release of the site until", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_merge_that_a_freeze_overtakes_is_not_begun()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var wish = await workshop.ReadyToSubmitAsync(await town.PushAsync(Town.Alpha, "Change", "change", "1"));
        workshop.Freezes = [Freeze.Of(Release, DateTimeOffset.UnixEpoch)];
        Assert.IsType<SubmitHeld>(await workshop.SubmitAsync(wish));
        Assert.Equal(wish.Base[new ProjectBranch("alpha@main")], await town.Git.TipAsync(Town.Alpha));

        workshop.Freezes = [];
        Assert.IsType<Submitted>(await workshop.SubmitAsync(wish));

        // What is pushed already is merged, whatever is frozen since.
        workshop.Freezes = [Freeze.Of(Release, DateTimeOffset.UnixEpoch)];
        Assert.IsType<Submitted>(await workshop.SubmitAsync(wish));
    }

    private static async Task<ChangeId> ProposeAsync(Town town, string subject, SitePlan site)
    {
        await town.CatchUpAsync(Town.Config);
        var change = await town.PushAsync(Town.Config, subject, "site.csx", ModelJson.Write(site));
        town.Approve(change);
        return change;
    }

    private static string[] WordsOf(TownServer server)
    {
        var queue = server.Board.States.Values.FirstOrDefault(state => state.Rules.Has(Town.Alpha))?.Rules.Name;
        return queue is null ? [] : [.. server.Stores.Gate.ReadEvents(queue.Value, 0, 100).SelectMany(one => server.Stores.Read.ReadReasons(queue.Value, one.Number)).Select(row => row.Text)];
    }
}
