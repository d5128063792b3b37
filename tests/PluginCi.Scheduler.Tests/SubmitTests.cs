using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>A submit of several branches is whole or not at all, with real git on both sides.</summary>
public sealed class SubmitTests
{
    private static readonly ProjectBranch AlphaMain = new(Town.Alpha, "main");
    private static readonly ProjectBranch BetaMain = new(Town.Beta, "main");

    [Fact]
    public async Task All_branches_move_to_the_tested_commits_and_each_change_is_marked()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var wish = await ReadyAsync(town, workshop);

        Assert.IsType<Submitted>(await workshop.SubmitAsync(wish));

        Assert.Equal(wish.Commits[AlphaMain], await town.Git.TipAsync(Town.Alpha));
        Assert.Equal(wish.Commits[BetaMain], await town.Git.TipAsync(Town.Beta));
        Assert.Equal(wish.Changes.Select(change => change.Id), town.Reviews.ToldMerged);
    }

    // One of the two was in its branch before; what the other one was tested with is what counts all the same.
    [Fact]
    public async Task A_branch_that_held_its_change_before_must_be_where_it_was_tested()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var ready = await ReadyAsync(town, workshop);
        var wish = ready with { Commits = ready.Commits.SetItem(AlphaMain, ready.Base[AlphaMain]) };
        var moved = town.Reviews.Changes[new ChangeId("git/1")].Commit;
        await town.Git.PointAsync(Town.Alpha, "refs/heads/main", moved);

        var overtaken = Assert.IsType<SubmitOvertaken>(await workshop.SubmitAsync(wish));

        Assert.Equal((AlphaMain, moved), (overtaken.Branch, overtaken.Tip));
        Assert.Equal(wish.Base[BetaMain], await town.Git.TipAsync(Town.Beta));
    }

    [Fact]
    public async Task A_push_that_a_hook_refuses_takes_back_what_was_pushed_before()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var wish = await ReadyAsync(town, workshop);
        town.Git.WriteHook(Town.Beta, "pre-receive", "echo 'beta is closed' >&2; exit 1");

        var refused = Assert.IsType<SubmitRefused>(await workshop.SubmitAsync(wish));

        Assert.Contains("beta@main", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("beta is closed", refused.Reason, StringComparison.Ordinal);
        Assert.Equal(wish.Base[AlphaMain], await town.Git.TipAsync(Town.Alpha));
        Assert.Equal(wish.Base[BetaMain], await town.Git.TipAsync(Town.Beta));
        Assert.Empty(town.Reviews.ToldMerged);
    }

    [Fact]
    public async Task What_cannot_be_taken_back_is_told_as_torn()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var wish = await ReadyAsync(town, workshop);
        await town.Git.ConfigureAsync(Town.Alpha, "receive.denyNonFastForwards", "true");
        town.Git.WriteHook(Town.Beta, "pre-receive", "exit 1");

        var torn = Assert.IsType<SubmitTorn>(await workshop.SubmitAsync(wish));

        Assert.Equal([AlphaMain], torn.Pushed.Keys);
        Assert.Equal(wish.Commits[AlphaMain], torn.Pushed[AlphaMain]);
        Assert.Contains("alpha@main cannot be taken back", torn.Reason, StringComparison.Ordinal);
        Assert.Empty(town.Reviews.ToldMerged);
    }

    [Fact]
    public async Task A_branch_that_moves_between_the_pushes_takes_back_the_first()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var wish = await ReadyAsync(town, workshop);
        var past = await town.Git.CommitAsync(Town.Beta, "refs/heads/past", "refs/heads/main^0", "Past the gate", ("past", "1"));
        town.Git.WriteHook(Town.Alpha, "post-receive", $"unset GIT_DIR; git -C {town.Git.PathOf(Town.Beta)} update-ref refs/heads/main {past}");

        var overtaken = Assert.IsType<SubmitOvertaken>(await workshop.SubmitAsync(wish));

        Assert.Equal((BetaMain, past), (overtaken.Branch, overtaken.Tip));
        Assert.Equal(wish.Base[AlphaMain], await town.Git.TipAsync(Town.Alpha));
    }

    [Fact]
    public async Task A_branch_that_moved_before_is_told_and_nothing_is_pushed()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var wish = await ReadyAsync(town, workshop);
        var past = await town.Git.CommitAsync(Town.Beta, "refs/heads/main", "refs/heads/main^0", "Past the gate", ("past", "1"));

        Assert.Equal(new SubmitOvertaken(BetaMain, past), await workshop.SubmitAsync(wish));

        Assert.Equal(wish.Base[AlphaMain], await town.Git.TipAsync(Town.Alpha));
    }

    [Fact]
    public async Task An_obstacle_of_one_change_keeps_all_from_being_pushed()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var wish = await ReadyAsync(town, workshop);
        town.Reviews.Obstacles[wish.Changes[1].Id] = "The label Code-Review is missing.";

        Assert.Equal(new SubmitRefused("The label Code-Review is missing.", wish.Changes[1].Id), await workshop.SubmitAsync(wish));

        Assert.Equal(wish.Base[AlphaMain], await town.Git.TipAsync(Town.Alpha));
    }

    [Fact]
    public async Task A_remote_that_makes_something_else_of_a_push_is_noticed()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var wish = await ReadyAsync(town, workshop);
        town.Git.WriteHook(
            Town.Beta,
            "post-receive",
            "tree=$(git rev-parse 'main^{tree}'); made=$(git -c user.name=x -c user.email=x@x commit-tree -p main -m rewritten $tree); git update-ref refs/heads/main $made");

        var differs = Assert.IsType<SubmitDiffers>(await workshop.SubmitAsync(wish));

        Assert.Equal(BetaMain, differs.Branch);
        Assert.Equal(await town.Git.TipAsync(Town.Beta), differs.Found);
    }

    [Fact]
    public async Task A_repetition_after_a_crash_goes_on_where_the_first_run_was()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var wish = await ReadyAsync(town, workshop);
        town.Git.WriteHook(Town.Beta, "pre-receive", "exit 1");
        await town.Git.ConfigureAsync(Town.Alpha, "receive.denyNonFastForwards", "true");
        Assert.IsType<SubmitTorn>(await workshop.SubmitAsync(wish));
        File.Delete(Path.Combine(town.Git.PathOf(Town.Beta), "hooks", "pre-receive"));

        Assert.IsType<Submitted>(await workshop.SubmitAsync(wish));
        Assert.IsType<Submitted>(await workshop.SubmitAsync(wish));

        Assert.Equal(wish.Commits[BetaMain], await town.Git.TipAsync(Town.Beta));
        Assert.Equal(wish.Changes.Select(change => change.Id), town.Reviews.ToldMerged);
    }

    [Fact]
    public async Task What_was_pushed_before_a_crash_and_pushed_upon_since_is_merged_all_the_same()
    {
        using var town = await Town.FoundAsync();
        await using var before = await Workshop.OpenAsync(town);
        var wish = await ReadyAsync(town, before);
        Assert.IsType<Submitted>(await before.SubmitAsync(wish));
        await town.Git.CommitAsync(Town.Beta, "refs/heads/main", "refs/heads/main^0", "Past the gate", ("past", "1"));

        Assert.IsType<Submitted>(await before.SubmitAsync(wish));
    }

    [Fact]
    public async Task A_review_system_that_takes_no_note_of_a_merge_does_not_undo_it()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var wish = await ReadyAsync(town, workshop);
        workshop.Source.MarkTrouble = "There is no change git/1 to mark.";

        Assert.IsType<Submitted>(await workshop.SubmitAsync(wish));

        Assert.Contains(workshop.Board.Warnings.Values, text => text.Contains("There is no change git/1 to mark.", StringComparison.Ordinal));
        Assert.Equal(wish.Commits[AlphaMain], await town.Git.TipAsync(Town.Alpha));
    }

    private static async Task<SubmitChanges> ReadyAsync(Town town, Workshop workshop)
    {
        var first = await town.PushAsync(Town.Alpha, "Give it", "give", "1");
        var second = await town.PushAsync(Town.Beta, "Use it", "use", "1");
        return await workshop.ReadyToSubmitAsync(first, second);
    }
}
