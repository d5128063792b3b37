using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>What is under way, heads that wait for nothing, and merges that are gone.</summary>
public sealed class LivenessTests
{
    [Fact]
    public void A_preparation_that_is_not_answered_is_under_way()
    {
        var gate = new GateScenario();
        gate.Approve("A");
        var asked = Gate.Apply(gate.World.State, new BranchMoved(gate.World.Now(), World.MainOf(new("core")), "moved"));
        var preparation = Assert.Single(asked.Effects.OfType<PrepareBuildset>());
        Assert.Equal(preparation.Key, Assert.Single(Liveness.UnderWay(asked.Next)).Key);
        Assert.Null(Liveness.FindStuckHead(asked.Next, asked.Next.Queues[0]));
    }

    [Fact]
    public void A_build_that_runs_is_under_way_and_one_that_ended_is_not()
    {
        var gate = new GateScenario(jobs: [GateScenario.Job("unit"), GateScenario.Job("site")]);
        gate.Approve("A");
        gate.Pass("A", "unit");
        Assert.Equal(Assert.Single(gate.World.Running).Key, Assert.Single(Liveness.UnderWay(gate.World.State)).Build);
    }

    [Fact]
    public void The_head_of_a_batch_is_the_item_that_has_its_builds()
    {
        var gate = new GateScenario(edit: plan => plan with { Strategy = Strategy.Batch, MostInBatch = 4 });
        gate.Approve("A", "B", "C");
        gate.Pass("A");
        Assert.Null(FindStuckHead(gate));
        Edit(gate, Pass);
        Assert.Equal(GateScenario.Id("C"), FindStuckHead(gate)?.Changes[0].Id);
    }

    [Fact]
    public void A_head_that_waits_for_others_is_stuck_when_nothing_of_them_is_under_way()
    {
        var gate = new GateScenario(edit: plan => plan with { Strategy = Strategy.Probabilistic, BuildBudget = 2 });
        gate.Approve("A", "B");
        Edit(gate, item => item.Has(GateScenario.Id("A")) ? item with { Wait = Wait.Budget, Buildset = null } : item);
        Assert.Null(FindStuckHead(gate));
        Edit(gate, Pass);
        Assert.Equal(GateScenario.Id("A"), FindStuckHead(gate)?.Changes[0].Id);
    }

    [Fact]
    public void A_merge_that_is_gone_from_its_branch_stops_the_queue()
    {
        var gate = new GateScenario();
        gate.Approve("A");
        gate.Pass("A");
        gate.World.Play(new MergeLost(gate.World.Now(), [GateScenario.Id("A")], World.MainOf(new("core")), "core0+git/1.1", "core0"));
        Assert.Contains(gate.World.Reasons, reason => reason.Kind == ReasonKind.Alarm && reason.Change == GateScenario.Id("A"));
        gate.Approve("B");
        gate.Pass("B");
        gate.Shows("B          unit passed");
        Assert.Equal("q", Assert.Single(gate.World.State.Freezes).Scope);
    }

    private static QueueItem? FindStuckHead(GateScenario gate) => Liveness.FindStuckHead(gate.World.State, gate.World.State.Queues[0]);

    private static QueueItem Pass(QueueItem item) =>
        item.Buildset is { } built ? item with { Buildset = built.With([.. built.Builds.Select(build => build with { Result = BuildResult.Success })]) } : item;

    private static void Edit(GateScenario gate, Func<QueueItem, QueueItem> edit)
    {
        var queue = gate.World.State.Queues[0];
        ImmutableArray<QueueItem> items = [.. queue.Items.Select(edit)];
        gate.World.State = gate.World.State with { Queues = [queue with { Items = items }] };
    }
}
