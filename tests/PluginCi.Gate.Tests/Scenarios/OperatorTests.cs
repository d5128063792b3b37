using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>Freezes, promotion, priorities and the other commands of operators.</summary>
public sealed class OperatorTests
{
    [Fact]
    public void A_freeze_stops_merges_and_not_tests_and_says_who_and_why()
    {
        var gate = new GateScenario();
        gate.Command(new FreezeMerges("q", "a fundraiser"), "jo");
        gate.Approve("A");
        gate.Pass("A");
        gate.Shows("A          unit passed");
        Assert.Equal("git/1 waits for the end of the freeze of q by jo: a fundraiser.", gate.Why("A"));
        gate.Command(new ThawMerges("q"), "jo");
        Assert.Equal(["A"], gate.Merged);
    }

    [Theory]
    [InlineData("all", true)]
    [InlineData("core", true)]
    [InlineData("site", true)]
    [InlineData("maps", false)]
    public void A_freeze_concerns_what_it_names(string scope, bool stops)
    {
        var gate = new GateScenario(
            projects: ["core", "maps"],
            rules: rules => rules with { Groups = rules.Groups.Add("site", [new("core")]) });
        gate.Command(new FreezeMerges(scope, "a reason"), "jo");
        gate.Approve("A");
        gate.PassAll();
        Assert.Equal(stops ? [] : ["A"], gate.Merged);
    }

    [Fact]
    public void A_new_freeze_of_the_same_takes_the_place_of_the_old_one()
    {
        var gate = new GateScenario();
        gate.Command(new FreezeMerges("q", "a fundraiser"), "jo");
        gate.Command(new FreezeMerges("q", "a longer fundraiser"), "kim");
        Assert.Equal("a longer fundraiser", Assert.Single(gate.World.State.Freezes).Reason);
    }

    [Theory]
    [InlineData("elsewhere", "known are: all, q, core.")]
    [InlineData("q", "A freeze of q needs a reason.")]
    public void A_freeze_that_makes_no_sense_is_refused(string scope, string why)
    {
        var gate = new GateScenario();
        gate.Command(new FreezeMerges(scope, scope == "q" ? " " : "a reason"), "jo");
        Assert.Equal(ReasonKind.CommandRefused, gate.World.Reasons[^1].Kind);
        Assert.Contains(why, gate.World.Reasons[^1].Text, StringComparison.Ordinal);
        Assert.Empty(gate.World.State.Freezes);
    }

    [Fact]
    public void Thawing_what_is_not_frozen_is_refused()
    {
        var gate = new GateScenario();
        gate.Command(new ThawMerges("q"), "jo");
        Assert.Equal("q is not frozen; nothing is frozen.", gate.World.Reasons[^1].Text);
    }

    [Fact]
    public void Promotion_moves_to_the_head_and_keeps_what_it_does_not_touch()
    {
        var gate = new GateScenario();
        gate.Approve("A", "B", "C");
        gate.Command(new PromoteChanges("gate", [GateScenario.Id("A")]), "jo");
        Assert.DoesNotContain(gate.World.Reasons, reason => reason.Kind == ReasonKind.Reset);
        gate.Command(new PromoteChanges("gate", [GateScenario.Id("C")]), "jo");
        gate.Shows("""
            C          unit running, restarted
            A  C+      unit running, restarted
            B  C+A+    unit running, restarted
            """);
    }

    [Fact]
    public void Promotion_takes_along_what_is_needed()
    {
        var gate = new GateScenario();
        gate.Change("A").Change("B").Change("C", dependsOn: ["B"]);
        gate.Approve("A", "B", "C");
        gate.Command(new PromoteChanges("gate", [GateScenario.Id("C")]), "jo");
        Assert.Equal(["B", "C", "A"], gate.Queued("gate"));
    }

    [Fact]
    public void A_rule_lets_urgent_changes_pass_others()
    {
        var gate = WithUrgency();
        gate.Approve("A");
        ApproveUrgent(gate, "D");
        Assert.Equal(["D", "A"], gate.Queued("gate"));
        Assert.Contains(gate.World.Reasons, reason => reason.Text == "git/4 goes before git/1, as its priority is 10.");
    }

    [Fact]
    public void What_an_urgent_change_needs_goes_with_it_and_passes_nothing_that_is_as_urgent()
    {
        var gate = WithUrgency();
        gate.Change("B").Change("D", dependsOn: ["B"]).Change("E", dependsOn: ["D"]);
        ApproveUrgent(gate, "F");
        gate.Approve("A", "B", "C", "D");
        ApproveUrgent(gate, "E");
        gate.Shows("""
            F          unit running
            B  F+      unit running, restarted
            D  F+B+    unit running, restarted
            E  F+B+D+  unit running
            A  F+B+D+E+ unit running, restarted
            C  F+B+D+E+A+ unit running, restarted
            """);
        Assert.Contains(gate.World.Reasons, reason => reason.Text == "git/2 goes before git/1, as git/5 needs it, whose priority is 10.");
        gate.PassAll();
        Assert.Equal(["F", "B", "D", "E", "A", "C"], gate.Merged);
    }

    [Fact]
    public void What_an_urgent_change_needs_goes_with_it_when_it_enters_for_its_sake()
    {
        var gate = WithUrgency();
        gate.Change("C").Change("D", dependsOn: ["C"]);
        gate.Approve("A", "B");
        gate.Edit("D", change => change with { Hashtags = ["urgent"], IsApproved = true }, null);
        gate.Approve("C");
        Assert.Equal(["C", "D", "A", "B"], gate.Queued("gate"));
    }

    [Fact]
    public void An_urgent_change_goes_behind_what_it_needs_and_what_is_merged_at_that_moment()
    {
        var gate = WithUrgency();
        gate.World.HoldsSubmits = true;
        gate.Change("A").Change("C", dependsOn: ["A"]);
        gate.Approve("A", "B");
        gate.Pass("A");
        ApproveUrgent(gate, "C");
        Assert.Equal(["A", "C", "B"], gate.Queued("gate"));
        gate.World.AnswerSubmits();
        gate.PassAll();
        Assert.Equal(["A", "C", "B"], gate.Merged);
    }

    [Fact]
    public void What_an_urgent_change_needs_goes_with_it_out_of_a_batch()
    {
        var gate = WithUrgency(pipeline => pipeline with { Strategy = Strategy.Batch });
        gate.Change("B").Change("C", dependsOn: ["B"]);
        gate.Approve("A", "B");
        ApproveUrgent(gate, "C");
        Assert.Equal(["B", "C", "A"], gate.Queued("gate"));
        gate.PassAll();
        Assert.Equal(["B", "C", "A"], gate.Merged);
    }

    [Fact]
    public void Commands_that_cannot_be_done_are_refused_with_the_reason()
    {
        var gate = new GateScenario();
        gate.Approve("A");
        gate.Command(new DequeueChange("nowhere", GateScenario.Id("A")), "jo");
        Assert.Equal("There is no pipeline nowhere; known are: gate.", gate.World.Reasons[^1].Text);
        gate.Command(new DequeueChange("gate", GateScenario.Id("B")), "jo");
        Assert.Equal("git/2 is not in gate.", gate.World.Reasons[^1].Text);
        gate.Command(new PromoteChanges("gate", [GateScenario.Id("B")]), "jo");
        Assert.Equal("git/2 cannot be promoted: not in gate.", gate.World.Reasons[^1].Text);
        gate.Shows("A          unit running");
    }

    [Fact]
    public void A_change_may_be_enqueued_and_dequeued_by_hand()
    {
        var gate = new GateScenario();
        gate.Change("A").Change("B", dependsOn: ["A"]);
        gate.Enqueue("A");
        Assert.Equal("git/1 cannot enter gate: git/1 is not approved.", gate.Why("A"));
        gate.Approve("A", "B");
        gate.Command(new DequeueChange("gate", GateScenario.Id("A")), "jo");
        gate.Shows("empty");
        Assert.Contains("jo took it out", gate.Why("A"), StringComparison.Ordinal);
        gate.Enqueue("A");
        Assert.Equal(["A", "B"], gate.Queued("gate"));
    }

    private static GateScenario WithUrgency(Func<PipelinePlan, PipelinePlan>? edit = null) =>
        new(edit: pipeline => (edit ?? (plain => plain))(pipeline with { Priorities = [new PriorityRule(10, Hashtag: "urgent")] }));

    private static void ApproveUrgent(GateScenario gate, string name) =>
        gate.Edit(name, change => change with { Hashtags = ["urgent"], IsApproved = true }, Trigger.Approved);
}
