namespace PluginCi.Gating.Scenarios;

/// <summary>Who waits for whom where changes overtake: those whose footprints meet, and those that need each other.</summary>
public sealed class FootprintTests
{
    [Fact]
    public void A_change_that_reads_what_another_writes_waits_for_it_and_one_that_only_reads_the_same_does_not()
    {
        var gate = Touching(("A", [], ["api"]), ("B", ["api"], ["maps"]), ("C", ["api"], ["video"]), ("D", ["video"], []));
        gate.Approve("A", "B", "C", "D");
        gate.Shows("""
            A          unit running
            B  A+      unit running
            C  A+      unit running
            D  C+      unit running
            """);
    }

    [Fact]
    public void A_change_that_writes_what_another_reads_waits_for_it()
    {
        var gate = Touching(("A", ["api"], []), ("B", [], ["api"]));
        gate.Approve("A", "B");
        gate.Shows("""
            A          unit running
            B  A+      unit running
            """);
    }

    [Fact]
    public void A_change_of_which_nothing_is_known_meets_all_others()
    {
        var gate = OvertakingGate.Make(touches: changes => changes[0].Id == GateScenario.Id("B") ? null : OvertakingGate.Touching(changes[0].Project.Value));
        gate.Change("A", "core").Change("B", "maps").Change("C", "video");
        gate.Approve("A", "B", "C");
        gate.Shows("""
            A          unit running
            B  A+      unit running
            C  B+      unit running
            """);
    }

    [Fact]
    public void A_change_that_touches_more_than_before_meets_those_behind_it_as_well()
    {
        var touched = OvertakingGate.Touching("core");
        var gate = OvertakingGate.Make(touches: changes => changes[0].Id == GateScenario.Id("A") ? touched : OvertakingGate.Touching("maps"));
        gate.Change("A", "core").Change("B", "maps");
        gate.Approve("A", "B");
        gate.Shows("""
            A          unit running
            B          unit running
            """);
        touched = OvertakingGate.Touching("core", "maps");
        gate.PushPastTheGate("core");
        gate.Shows("""
            A          unit running, restarted
            B  A+      unit running, restarted
            """);
    }

    [Fact]
    public void What_conflicts_now_is_rejected_without_waiting_for_those_that_it_never_met()
    {
        var gate = OvertakingGate.Make();
        gate.Change("A", "maps").Change("B", "core");
        gate.Approve("A", "B");
        gate.Conflict("B", "I");
        gate.World.Tips[World.MainOf(new("core"))] += "+git/9.1";
        gate.World.Play(new BranchMoved(gate.World.Now(), World.MainOf(new("core")), gate.World.Tips[World.MainOf(new("core"))]));
        gate.Shows("A          unit running, restarted");
        Assert.Contains("conflicts", gate.LastMessage("B"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_under_a_change_comes_with_all_that_it_needs_itself()
    {
        var gate = OvertakingGate.Make();
        gate.Change("A", "core").Change("B", "maps", dependsOn: ["A"]).Change("C", "video", dependsOn: ["B"]);
        gate.Approve("A", "B", "C");
        gate.Shows("""
            A          unit running
            B  A+      unit running
            C  A+B+    unit running
            """);
    }

    [Fact]
    public void A_change_that_needs_one_which_is_likely_to_fail_is_tested_on_it_all_the_same()
    {
        var gate = OvertakingGate.Make();
        gate.Change("A", "core").Change("B", "maps", dependsOn: ["A"]);
        gate.ApproveOf("A", OvertakingGate.Rash);
        gate.Approve("B");
        gate.Shows("""
            A          unit running
            B  A+      unit running
            """);
    }

    [Fact]
    public void Nothing_of_a_change_is_built_while_what_it_needs_is_failing()
    {
        var gate = OvertakingGate.Make(jobs: [GateScenario.Job("unit"), GateScenario.Job("slow")]);
        gate.Change("A", "core").Change("B", "maps", dependsOn: ["A"]);
        gate.Approve("A", "B");
        gate.Fail("A");
        gate.Shows("""
            A          unit failed, slow running
            B          waiting, restarted
            """);
        Assert.Equal(["slow"], gate.World.Running.Values.Select(build => build.Job.Name));
    }

    private static GateScenario Touching(params (string Name, string[] Reads, string[] Writes)[] footprints) => OvertakingGate.Make(
        touches: changes => footprints.Where(one => GateScenario.Id(one.Name) == changes[0].Id).Select(one => new Footprint([.. one.Reads], [.. one.Writes])).Single());
}
