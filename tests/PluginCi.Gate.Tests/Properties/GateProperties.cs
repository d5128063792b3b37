using System.Collections.Immutable;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using PluginCi.Model;

namespace PluginCi.Gating.Properties;

/// <summary>The invariants of docs/design/architecture.md over random histories. A failure prints the shortest history that shows it.</summary>
/// <remarks>The number of histories is 2,000 for each, or what the environment variable PCI_HISTORIES says; PCI_SEED picks others than usual.</remarks>
public sealed class GateProperties
{
    private static readonly int Histories =
        int.TryParse(Environment.GetEnvironmentVariable("PCI_HISTORIES"), CultureInfo.InvariantCulture, out var asked) ? asked : 2000;

    // The same histories each time: a test that finds something only now and then helps nobody.
    private static readonly ulong Seed =
        ulong.TryParse(Environment.GetEnvironmentVariable("PCI_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 1;

    // Twelve shapes of each strategy, and twelve where changes overtake; the environment may ask for one strategy alone, by its number.
    private static readonly int? Only = int.TryParse(Environment.GetEnvironmentVariable("PCI_STRATEGY"), CultureInfo.InvariantCulture, out var one) ? one : null;

    private static int FirstShape => 12 * (Only ?? 0);

    private static int LastShape => Only is { } strategy ? (12 * strategy) + 11 : History.FirstOvertaking + 11;

    [Fact]
    public void Tested_is_merged() => Check(AnyMoves, history =>
    {
        Assert.All(history.World.Submitted, submit => Assert.True(history.WasTested(submit), $"{submit.Changes[0].Id} merged as {string.Join(' ', submit.Commits)} without a pass on exactly that."));
        Assert.All(history.Merged, merged => Assert.DoesNotContain(merged, change => History.IsBad(merged, change)));
    });

    // I4: uber/submitqueue #507, a planner's choice decided what merged. What ours believes of changes, jobs and its window may cost time, and nothing else.
    [Fact]
    public void I4_a_planner_that_believes_nonsense_lets_in_nothing_untested() => Check(
        AnyMoves,
        history =>
        {
            Assert.All(history.World.Submitted, submit => Assert.True(history.WasTested(submit), $"{submit.Changes[0].Id} merged as {string.Join(' ', submit.Commits)} without a pass on exactly that."));
            Assert.All(history.World.State.Queues, queue => Assert.Empty(queue.Items));
        },
        mislead: Lie);

    [Fact]
    public void As_if_one_at_a_time() => Check(Undisturbed, history =>
    {
        // Who comes first is not who was approved first where changes overtake. Whatever the order is: one at a time, in that order, the same ones merge.
        ChangeId[] merged = [.. history.World.Merged.Select(change => change.Id)];
        var order = history.Rules.AllowsOvertaking ? [.. merged.Select(id => history.Approvals.First(change => change.Id == id)), .. history.Approvals] : history.Approvals;
        Assert.Equal(SerialGate.Merge(history.All, order, seesAll: !history.Rules.AllowsOvertaking), merged);
    }, isUndisturbed: true);

    [Fact]
    public void What_a_change_needs_merges_before_it() => Check(AnyMoves, history =>
    {
        ChangeId[] merged = [.. history.World.Merged.Select(change => change.Id)];
        Assert.All(history.World.Merged, change => Assert.All(change.Needs, need => Assert.Contains(need, merged.TakeWhile(before => before != change.Id))));
    });

    [Fact]
    public void Nothing_is_lost_and_nothing_happens_twice() => Check(AnyMoves, history =>
    {
        var world = history.World;
        Assert.Equal(world.Merged.Count(), world.Merged.DistinctBy(change => change.Id).Count());
        Assert.Equal(world.Reports.Count, world.Reports.DistinctBy(report => report.Key).Count());
        Assert.All(
            world.Merged,
            merged => Assert.Single(world.Reports, report => report.Change?.Id == merged.Id && report.Kind == ReportKind.Success));
        foreach (var approved in history.Approvals.DistinctBy(change => (change.Id, change.Patchset)))
        {
            var isEnded = world.Reports.Any(report => report.Change?.Id == approved.Id);
            var isReplaced = history.All.Single(change => change.Id == approved.Id) is not { Status: ChangeStatus.Open, IsApproved: true };
            Assert.True(
                isEnded || isReplaced || world.State.Waiting.ContainsKey(approved.Id) || world.Reasons.Any(reason => reason.Change == approved.Id && reason.Kind == ReasonKind.Left),
                $"{approved.Id} was approved and is nowhere.");
        }
    });

    [Fact]
    public void Nobody_waits_without_a_reason() => Check(AnyMoves, history =>
    {
        // Nothing runs and nothing is asked for any more: then nothing may be queued.
        Assert.All(history.World.State.Queues, queue => Assert.Empty(queue.Items));
        Assert.All(history.World.State.Waiting.Values, reason => Assert.NotEmpty(reason));
    });

    // I6: what the watch looks for is never there by the gate's own doing, whatever the strategy: each alarm of it is one.
    [Fact]
    public void I6_no_head_ever_waits_for_nothing() => Check(AnyMoves, _ => { }, mislead: state =>
    {
        Assert.All(state.Queues, queue => Assert.Null(Liveness.FindStuckHead(state, queue)));
        return state;
    });

    [Fact]
    public void Replay_gives_the_same_state_from_any_snapshot() => Check(AnyMoves, history =>
    {
        var journal = history.World.Journal;
        var state = GateState.Empty(history.Rules);
        for (var number = 0; number < journal.Count; number++)
        {
            state = Gate.Apply(state, ModelJson.Read<GateEvent>(ModelJson.Write(journal[number]))).Next;
            if (number % 7 == 3)
            {
                state = ModelJson.Read<GateState>(ModelJson.Write(state));
            }
        }

        Assert.Equal(ModelJson.Write(history.World.State), ModelJson.Write(state));
    });

    [Fact]
    public void The_window_stays_between_floor_and_what_merges_earned() => Check(AnyMoves, history =>
    {
        var plan = history.Rules.Pipelines[0].Window;
        var size = history.World.State.Queues[0].Window;
        Assert.InRange(size, Math.Min(plan.Start, plan.Floor), plan.Start + history.World.Submitted.Count);
    });

    [Fact]
    public void Builds_restart_only_with_a_reason() => Check(AnyMoves, history =>
        Assert.All(
            history.World.Reasons.Where(reason => reason.Kind == ReasonKind.Reset),
            reason => Assert.Contains(": ", reason.Text, StringComparison.Ordinal)));

    [Fact]
    public void Nothing_is_merged_that_is_frozen() => Check(Frosty, history => Assert.Empty(history.Freezes.Faults));

    [Fact]
    public void What_a_freeze_keeps_out_comes_back_when_it_ends() => Check(Frosty, history =>
    {
        var world = history.World;
        Assert.Empty(world.State.Freezes);
        Assert.All(world.State.Queues, queue => Assert.Empty(queue.Items));
        Assert.DoesNotContain(world.State.Waiting, waiting => waiting.Value.Contains("freeze", StringComparison.Ordinal));
        foreach (var change in history.All.Where(change => change is { Status: ChangeStatus.Open, IsApproved: true }))
        {
            var last = world.Reasons.LastOrDefault(reason => reason.Change == change.Id && reason.Kind is ReasonKind.Enqueued or ReasonKind.Left or ReasonKind.NotEnqueued or ReasonKind.Merged or ReasonKind.Rejected);
            Assert.False(last is { Kind: ReasonKind.Left or ReasonKind.NotEnqueued } && last.Text.Contains("freeze", StringComparison.Ordinal), $"{change.Id} was forgotten: {last?.Text}");
        }
    });

    // Else the two before say little.
    [Fact]
    public void What_is_not_frozen_is_merged_meanwhile()
    {
        var merged = 0;
        Check(Frosty, history => merged += history.Freezes.MergedMeanwhile);
        Assert.True(merged > Histories / 4, $"In {Histories} histories {merged} changes were merged while others were frozen.");
    }

    private static Gen<Move[]> AnyMoves => Moves(
        (8, MoveKind.Approve), (16, MoveKind.EndBuild), (2, MoveKind.LoseBuild), (1, MoveKind.Unapprove), (1, MoveKind.NewPatchset), (1, MoveKind.Abandon),
        (1, MoveKind.PushPastTheGate), (1, MoveKind.PushUnheard), (2, MoveKind.HoldSubmits), (2, MoveKind.AnswerSubmits), (1, MoveKind.RepeatEvent),
        (1, MoveKind.RefuseSubmit), (1, MoveKind.ChangeRules));

    private static Gen<Move[]> Frosty => Moves(
        (8, MoveKind.Approve), (16, MoveKind.EndBuild), (1, MoveKind.LoseBuild), (1, MoveKind.Unapprove), (1, MoveKind.NewPatchset), (1, MoveKind.PushPastTheGate),
        (2, MoveKind.HoldSubmits), (2, MoveKind.AnswerSubmits), (1, MoveKind.RefuseSubmit), (2, MoveKind.Freeze), (2, MoveKind.Thaw), (2, MoveKind.FreezeBySite), (1, MoveKind.ChangeRules));

    private static Gen<Move[]> Undisturbed => Moves((8, MoveKind.Approve), (16, MoveKind.EndBuild), (1, MoveKind.HoldSubmits), (2, MoveKind.AnswerSubmits));

    private static Gen<Move[]> Moves(params (int Weight, MoveKind Kind)[] kinds) =>
        Gen.ArrayOf(
            Gen.Frequency(kinds.Select(kind => (kind.Weight, Gen.Choose(0, 35).Select(which => new Move(kind.Kind, which)))).ToArray()));

    // Another lie for each event, the same in each run.
    private static GateState Lie(GateState state)
    {
        var lie = (int)(state.LastNumber * 31 % 97);
        var nonsense = new JobHistory(Passed: lie % 7, Failed: lie % 11, Seconds: lie % 5, Flakes: lie % 3);
        return state with
        {
            Outcomes = nonsense,
            Jobs = ImmutableSortedDictionary<string, JobHistory>.Empty.Add("unit", nonsense).Add("site", new JobHistory(Failed: lie)),
            Queues = [.. state.Queues.Select(queue => queue with { Window = 1 + (lie % 6), Items = [.. queue.Items.Select(item => item with { Alternatives = [.. item.Alternatives.Reverse()] })] })],
        };
    }

    private static void Check(Gen<Move[]> moves, Action<History> holds, bool isUndisturbed = false, Func<GateState, GateState>? mislead = null)
    {
        var histories = from shape in Gen.Choose(FirstShape, LastShape) from made in moves select (Shape: shape, Moves: made);
        var property = Prop.ForAll(Arb.From(histories, Shrink), history => holds(History.Play(history.Shape, history.Moves, isUndisturbed, mislead)));
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(Histories).WithEndSize(80).WithReplay(Seed, 1), property);
    }

    private static IEnumerable<(int Shape, Move[] Moves)> Shrink((int Shape, Move[] Moves) history)
    {
        for (var index = 0; index < history.Moves.Length; index++)
        {
            yield return (history.Shape, [.. history.Moves[..index], .. history.Moves[(index + 1)..]]);
        }
    }
}
