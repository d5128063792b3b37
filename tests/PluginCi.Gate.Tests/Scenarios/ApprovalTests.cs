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
    public void A_change_that_was_never_rejected_keeps_nothing()
    {
        var gate = new GateScenario(edit: pipeline => pipeline with { OnNewPatchset = NewPatchsetRule.KeepApproval });
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
        var gate = new GateScenario(edit: pipeline => pipeline with { OnNewPatchset = rule });
        gate.Approve("A");
        gate.Fail("A");
        return gate;
    }
}
