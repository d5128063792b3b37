using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>What becomes of an approval when the gate rejects the change and a new patchset comes: options A and B of the requirements.</summary>
public sealed class ApprovalTests
{
    [Fact]
    public void A_new_patchset_of_a_rejected_change_needs_a_new_approval()
    {
        var gate = Rejected(NewPatchsetRule.AskAgain);
        gate.PushNewPatchset("A");
        gate.Shows("empty");
        gate.Approve("A");
        gate.Shows("A          unit running");
    }

    [Fact]
    public void A_pipeline_may_keep_the_approval_of_a_rejected_change()
    {
        var gate = Rejected(NewPatchsetRule.KeepApproval);
        gate.PushNewPatchset("A");
        gate.Shows("A          unit running");
        gate.Pass("A");
        Assert.Equal(["A"], gate.Merged);
        Assert.True(Assert.Single(gate.World.Merged).KeepsApproval);
    }

    [Fact]
    public void A_kept_approval_is_good_for_one_run()
    {
        var gate = Rejected(NewPatchsetRule.KeepApproval);
        gate.PushNewPatchset("A");
        gate.PushNewPatchset("A");
        gate.Shows("empty");
    }

    [Fact]
    public void The_patchset_that_was_rejected_does_not_come_back_by_itself()
    {
        var gate = Rejected(NewPatchsetRule.KeepApproval);
        gate.Push("A");
        gate.Shows("empty");
    }

    [Theory]
    [InlineData(PatchsetKind.TrivialRebase, "A          unit running")]
    [InlineData(PatchsetKind.NoCodeChange, "A          unit running")]
    [InlineData(PatchsetKind.Rework, "empty")]
    public void A_pipeline_may_ask_again_only_after_a_rework(PatchsetKind kind, string shown)
    {
        var gate = Rejected(NewPatchsetRule.AskAgainIfReworked);
        gate.PushNewPatchset("A", kind);
        gate.Shows(shown);
    }

    [Fact]
    public void A_rebase_of_a_rework_has_no_approval_of_what_was_reworked()
    {
        var gate = Rejected(NewPatchsetRule.AskAgainIfReworked);
        gate.PushNewPatchset("A", PatchsetKind.Rework);
        gate.PushNewPatchset("A", PatchsetKind.TrivialRebase);
        gate.Shows("empty");
    }

    [Fact]
    public void A_conflict_that_was_told_is_a_rejection_also_while_the_change_is_queued()
    {
        var gate = Keeping(NewPatchsetRule.KeepApproval);
        gate.Conflict("B", "A");
        gate.Approve("A", "B");
        gate.Shows("""
            A          unit running
            B  A+      conflict
            """);
        gate.World.Conflicts.Clear();
        gate.PushNewPatchset("B");
        gate.Shows("""
            A          unit running
            B  A+      unit running
            """);
    }

    [Fact]
    public void A_change_that_fails_behind_another_is_rejected_before_it_is_told()
    {
        var gate = Keeping(NewPatchsetRule.KeepApproval);
        gate.Approve("A", "B");
        gate.Fail("B");
        gate.PushNewPatchset("B");
        gate.Shows("""
            A          unit running
            B  A+      unit running
            """);
        Assert.Contains("keeps the approval of patchset 1, which gate rejected", string.Join('\n', gate.World.Reasons.Select(reason => reason.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_that_left_while_it_failed_asks_again_where_the_pipeline_says_so()
    {
        var gate = Keeping(NewPatchsetRule.AskAgain);
        gate.Approve("A", "B");
        gate.Fail("B");
        gate.PushNewPatchset("B");
        gate.Shows("A          unit running");
    }

    [Fact]
    public void A_change_that_was_never_rejected_keeps_nothing()
    {
        var gate = Keeping(NewPatchsetRule.KeepApproval);
        gate.Approve("A");
        gate.PushNewPatchset("A");
        gate.Shows("empty");
    }

    [Fact]
    public void Work_in_progress_and_private_changes_do_not_enter_a_gate_and_leave_it()
    {
        var gate = new GateScenario();
        gate.Edit("A", change => change with { IsWorkInProgress = true, IsApproved = true }, Trigger.Approved);
        gate.Edit("B", change => change with { IsPrivate = true, IsApproved = true }, Trigger.Approved);
        gate.Shows("empty");
        Assert.Contains("git/1 is work in progress", gate.Why("A"), StringComparison.Ordinal);
        Assert.Contains("git/2 is private", gate.Why("B"), StringComparison.Ordinal);

        gate.Edit("A", change => change with { IsWorkInProgress = false }, null);
        gate.Shows("A          unit running");
        gate.Edit("A", change => change with { IsWorkInProgress = true }, null);
        gate.Shows("empty");
        Assert.Equal(["gate Start", "gate Left"], gate.Told("A"));
    }

    private static GateScenario Rejected(NewPatchsetRule rule)
    {
        var gate = Keeping(rule);
        gate.Approve("A");
        gate.Fail("A");
        return gate;
    }

    private static GateScenario Keeping(NewPatchsetRule rule) => new(edit: pipeline => pipeline with { OnNewPatchset = rule });
}
