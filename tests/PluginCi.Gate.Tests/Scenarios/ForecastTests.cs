using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>When items are likely to be done, where every job takes ten minutes.</summary>
public sealed class ForecastTests
{
    private static readonly JobHistory TenMinutes = new(Passed: 100, Seconds: 600);

    [Fact]
    public void What_is_tested_one_after_the_other_takes_as_many_times_as_long()
    {
        var gate = Serial();
        gate.Approve("A", "B", "C", "D", "E");
        Assert.Equal((10, 10), Minutes(gate, "A"));
        Assert.Equal((50, 50), Minutes(gate, "E"));
    }

    [Fact]
    public void What_is_outside_the_window_waits_for_those_in_it()
    {
        var gate = new GateScenario(window: 2, floor: 2);
        gate.Approve("A", "B", "C", "D", "E");
        Assert.Equal((10, 20), Minutes(gate, "B"));
        Assert.Equal((30, 40), Minutes(gate, "E"));
    }

    [Fact]
    public void What_is_not_prepared_yet_is_thought_to_get_the_jobs_of_what_is()
    {
        var gate = Serial(GateScenario.Job("compile"), GateScenario.Job("lint"), GateScenario.Job("unit", ["compile"]), GateScenario.Job("deploy", ["unit", "lint"]));
        gate.Approve("A", "B");
        Assert.Equal((30, 30), Minutes(gate, "A"));
        Assert.Equal((60, 60), Minutes(gate, "B"));
    }

    [Fact]
    public void Items_of_an_independent_pipeline_do_not_wait_for_each_other()
    {
        var gate = new GateScenario(edit: pipeline => pipeline with { Manager = PipelineManager.Independent });
        gate.Approve("A", "B");
        Assert.Equal((10, 10), Minutes(gate, "B"));
    }

    [Fact]
    public void A_batch_is_tested_as_one()
    {
        var gate = new GateScenario(edit: pipeline => pipeline with { Strategy = Strategy.Batch, MostInBatch = 2 });
        gate.Approve("A");
        gate.Fail("A");
        gate.Approve("A", "B", "C", "D");
        Assert.Equal(20, Minutes(gate, "C").Soonest);
    }

    [Fact]
    public void What_merges_alone_waits_only_for_what_it_meets()
    {
        var gate = new GateScenario(
            window: 1,
            edit: pipeline => pipeline with { Strategy = Strategy.Probabilistic },
            rules: rules => rules with { AllowsOvertaking = true },
            touches: changes => changes[0].Id == GateScenario.Id("C") ? new Footprint(["b"], ["b"]) : new Footprint(["a"], ["a"]));
        gate.Approve("A", "B", "C");
        Assert.Equal((10, 20), Minutes(gate, "B"));
        Assert.Equal((10, 10), Minutes(gate, "C"));
    }

    [Fact]
    public void Merges_begin_at_the_end_of_a_freeze()
    {
        var gate = Serial();
        gate.Approve("A", "B");
        Assert.Equal((480, 480), Minutes(gate, "A", at => [new Freeze("all", "Release day.", "grace", at, at.AddHours(8))]));
        Assert.Equal((490, 490), Minutes(gate, "B", at => [new Freeze("core", "Release day.", "grace", at, at.AddHours(8)), new Freeze("q", "Short.", "grace", at, at.AddHours(1))]));
        Assert.Equal((10, 10), Minutes(gate, "A", at => [new Freeze("maps", "Release day.", "grace", at, at.AddHours(8))]));
        Assert.Equal((10, 10), Minutes(gate, "A", at => [new Freeze("all", "It ends now.", "grace", at, at)]));
    }

    [Fact]
    public void Nobody_can_foretell_a_thaw_without_an_end()
    {
        var gate = new GateScenario(projects: ["core", "maps"]);
        gate.Change("B", "maps");
        gate.Approve("A", "B");
        var state = gate.World.State with { Freezes = [new Freeze("core", "Broken.", "grace", World.Epoch)] };
        Assert.True(Of(state, "A")!.AwaitsThaw);
        Assert.True(Of(state, "B")!.AwaitsThaw);

        gate.Command(new PromoteChanges("gate", [GateScenario.Id("B")]), "jo");
        Assert.Null(Of(gate.World.State with { Freezes = state.Freezes }, "B"));
    }

    private static GateScenario Serial(params FrozenJob[] jobs) =>
        new(jobs: jobs is [] ? null : jobs, edit: pipeline => pipeline with { Manager = PipelineManager.Serial });

    private static (int Soonest, int Latest) Minutes(GateScenario gate, string change, Func<DateTimeOffset, Freeze[]>? freezes = null)
    {
        var tested = gate.World.State.Queues[0].Items.Select(item => item.Buildset).OfType<Buildset>().ToArray();
        var now = tested.SelectMany(buildset => buildset.Builds).Max(build => build.AskedAt);
        var state = gate.World.State with
        {
            Jobs = tested.SelectMany(buildset => buildset.Jobs).Aggregate(gate.World.State.Jobs, (known, job) => known.SetItem(job.Name, TenMinutes)),
            Freezes = [.. freezes?.Invoke(now) ?? []],
        };
        var forecast = Of(state, change, now)!;
        Assert.False(forecast.AwaitsThaw);
        return ((int)Math.Round(forecast.Soonest.TotalMinutes), (int)Math.Round(forecast.Latest.TotalMinutes));
    }

    private static Forecast? Of(GateState state, string change, DateTimeOffset? now = null) =>
        Forecast.Of(state, "gate", state.Queues[0].FindLive(GateScenario.Id(change))!.Id, now ?? World.Epoch);
}
