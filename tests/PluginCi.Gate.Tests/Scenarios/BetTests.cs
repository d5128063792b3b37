using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>Which states are built, and in which order, where changes overtake.</summary>
public sealed class BetTests
{
    [Fact]
    public void What_is_unlikely_to_merge_holds_up_nobody_and_is_tested_again_on_what_passed_it_by()
    {
        var gate = OvertakingGate.Make();
        gate.ApproveOf("A", OvertakingGate.Rash);
        gate.Approve("B");
        gate.Shows("""
            A          unit running
            B          unit running
            """);
        gate.Pass("B");
        Assert.Equal(["B"], gate.Merged);
        gate.Pass("A");
        Assert.Equal(["B"], gate.Merged);
        gate.Shows("A          unit running, restarted");
        gate.Pass("A");
        Assert.Equal(["B", "A"], gate.Merged);
    }

    [Fact]
    public void What_is_unlikely_to_be_needed_is_not_built_however_much_room_there_is()
    {
        var gate = OvertakingGate.Make(budget: 40);
        gate.Approve("A", "B", "C");
        Assert.Equal(["", "A", "AB"], gate.World.Running.Values.Select(build => string.Concat(build.Ahead.Select(GateScenario.NameOf))));
    }

    [Fact]
    public void Where_either_way_may_come_both_are_built_while_there_is_room_and_the_wrong_one_is_stopped()
    {
        var gate = OvertakingGate.Make(budget: 3);
        gate.ApproveOf("A", OvertakingGate.Hasty);
        gate.Approve("B");
        Assert.Equal(["", "A"], gate.RunningOn("B"));
        gate.Fail("A");
        Assert.Equal([""], gate.RunningOn("B"));
        gate.Pass("B");
        Assert.Equal(["B"], gate.Merged);
    }

    [Fact]
    public void A_state_on_top_of_what_failed_is_stopped()
    {
        var gate = OvertakingGate.Make(budget: 3);
        gate.ApproveOf("A", OvertakingGate.Daring);
        gate.Approve("B");
        gate.Shows("""
            A          unit running
            B          unit running
            """);
        Assert.Equal(["", "A"], gate.RunningOn("B"));
        gate.Fail("A");
        Assert.Equal([""], gate.RunningOn("B"));
    }

    [Fact]
    public void When_another_way_becomes_likely_the_state_built_for_it_is_taken_and_the_old_one_goes_on()
    {
        var gate = OvertakingGate.Make(budget: 8);
        gate.ApproveOf("A", OvertakingGate.Hasty);
        gate.Approve("B");
        Assert.Equal(["", "A"], gate.RunningOn("B"));
        var builds = gate.World.Running.Keys.ToArray();
        gate.World.State = gate.World.State with { Authors = OvertakingGate.Authors.SetItem(OvertakingGate.Hasty, OvertakingGate.Authors[OvertakingGate.Daring]) };
        gate.Push("A");
        gate.Shows("""
            A          unit running
            B          unit running
            """);
        Assert.Equal(builds, gate.World.Running.Keys);
    }

    [Fact]
    public void A_state_on_one_change_is_not_taken_for_one_on_another()
    {
        var gate = OvertakingGate.Make(budget: 3);
        gate.ApproveOf("A", OvertakingGate.Hasty);
        gate.ApproveOf("B", OvertakingGate.Daring);
        gate.Approve("C");
        Assert.Contains("C  A+      unit", gate.Draw(), StringComparison.Ordinal);
        var (hasty, daring) = (OvertakingGate.Authors[OvertakingGate.Hasty], OvertakingGate.Authors[OvertakingGate.Daring]);
        gate.World.State = gate.World.State with { Authors = OvertakingGate.Authors.SetItem(OvertakingGate.Hasty, daring).SetItem(OvertakingGate.Daring, hasty) };
        gate.Push("A");
        Assert.Contains("C  B+      unit", gate.Draw(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_done_takes_no_place_in_the_budget()
    {
        var gate = OvertakingGate.Make(budget: 1);
        gate.Command(new FreezeMerges("q", "a reason"), "jo");
        gate.Approve("A", "B");
        gate.Shows("""
            A          unit running
            B  A+      unit ready
            """);
        gate.Pass("A");
        gate.Shows("""
            A          unit passed
            B  A+      unit running
            """);
    }

    [Fact]
    public void What_is_not_prepared_yet_takes_no_place_in_the_budget()
    {
        var gate = OvertakingGate.Make(budget: 2);
        gate.Change("B", "maps").Change("D", "video");
        gate.ApproveOf("A", OvertakingGate.Hasty);
        gate.Approve("B", "C");
        gate.Shows("""
            A          unit running
            B          unit running
            C  A+      unit ready
            """);
        var ofB = gate.World.Running.Values.Single(build => build.Changes[0].Id == GateScenario.Id("B"));
        var arrived = Gate.Apply(gate.World.State, new ChangeArrived(gate.World.Now(), ofB.Changes[0] with { Id = GateScenario.Id("D"), Project = new("video") }, Trigger.Approved, []));
        var ended = Gate.Apply(arrived.Next, new BuildEnded(gate.World.Now(), ofB.Build, BuildResult.Success, "", TimeSpan.FromSeconds(1)));
        Assert.Equal(GateScenario.Id("C"), Assert.Single(ended.Effects.OfType<StartBuild>()).Changes[0].Id);
    }

    [Fact]
    public void What_runs_is_given_up_only_for_what_is_worth_twice_as_much()
    {
        var gate = OvertakingGate.Make(budget: 2);
        gate.Change("C", "maps");
        gate.ApproveOf("A", OvertakingGate.Hasty);
        gate.Approve("B");
        gate.Approve("C");
        gate.Shows("""
            A          unit running
            B  A+      unit running
            C          unit ready
            """);
    }

    [Fact]
    public void What_many_wait_for_is_built_first()
    {
        var gate = OvertakingGate.Make(budget: 1);
        gate.Change("A", "core").Change("B", "video").Change("C", "maps").Change("D", "maps").Change("E", "maps");
        gate.Approve("A", "B", "C", "D", "E");
        gate.Pass("A");
        gate.Shows("""
            B          unit ready
            C          unit running
            D  C+      unit ready
            E  C+D+    unit ready
            """);
    }

    [Fact]
    public void One_change_at_a_time_is_merged_as_each_moves_the_tips_under_the_next()
    {
        var gate = OvertakingGate.Make();
        gate.Change("A", "core").Change("B", "maps");
        gate.World.HoldsSubmits = true;
        gate.Approve("A", "B");
        gate.Pass("A");
        gate.Pass("B");
        gate.Shows("""
            A          merging
            B          unit passed
            """);
        gate.World.AnswerSubmits();
        Assert.Equal(["A", "B"], gate.Merged);
    }
}
