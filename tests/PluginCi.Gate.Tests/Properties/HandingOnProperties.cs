using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using PluginCi.Model;

namespace PluginCi.Gating.Properties;

/// <summary>What builds are handed of others, over random histories of jobs that pause, fail, are lost and tried again, and of states that come and go.</summary>
public sealed class HandingOnProperties
{
    private enum Kind
    {
        Approve, Pass, Fail, Lose, Pause, NewPatchset, PushPastTheGate, Abandon,
    }

    [Fact]
    public void A_build_is_handed_only_what_counts_in_its_own_state() => Check(isReusing: false);

    [Fact]
    public void A_build_that_is_kept_over_a_reset_is_kept_with_what_it_was_handed() => Check(isReusing: true);

    private static void Check(bool isReusing)
    {
        (int Weight, Kind Kind)[] kinds =
            [(4, Kind.Approve), (12, Kind.Pass), (3, Kind.Fail), (2, Kind.Lose), (4, Kind.Pause), (1, Kind.NewPatchset), (1, Kind.PushPastTheGate), (1, Kind.Abandon)];
        var move = Gen.Frequency(kinds.Select(one => (one.Weight, Gen.Choose(0, 30).Select(which => (one.Kind, Which: which)))).ToArray());
        var histories = from strategy in Gen.Choose(0, 3) from moves in Gen.ArrayOf(move) select (Strategy: (Strategy)strategy, Moves: moves);
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(80).WithReplay(1, 1),
            Prop.ForAll(Arb.From(histories, Shrink), history => Play(history.Strategy, history.Moves, isReusing)));
    }

    private static IEnumerable<(Strategy Strategy, (Kind Kind, int Which)[] Moves)> Shrink((Strategy Strategy, (Kind Kind, int Which)[] Moves) history) =>
        history.Moves.Select((_, index) => (history.Strategy, ((Kind Kind, int Which)[])[.. history.Moves[..index], .. history.Moves[(index + 1)..]]));

    private static void Play(Strategy strategy, IEnumerable<(Kind Kind, int Which)> moves, bool isReusing)
    {
        var started = new Dictionary<BuildId, StartBuild>();
        var gate = new GateScenario(
            projects: ["core", "maps"],
            jobs:
            [
                new(new JobPlan { Name = "server", Pauses = true, FlakeRetries = 1 }),
                new(new JobPlan { Name = "pack", FlakeRetries = 1 }),
                new(new JobPlan { Name = "lint", IsVoting = false }),
                new(new JobPlan { Name = "test", Needs = ["server", "pack"], SoftNeeds = ["lint"] }),
                new(new JobPlan { Name = "report", Needs = ["test"] }),
            ],
            edit: pipeline => pipeline with { Strategy = strategy, BuildBudget = 4, MostInBatch = 2, Supercedes = [] },
            rules: rules => rules with { ReusesResults = isReusing },
            seesOwnProjectOnly: true);
        gate.World.Started += (build, state) => Look(started, build, state);
        foreach (var name in "ABCDEF")
        {
            gate.Change(name.ToString(), name % 2 == 0 ? "core" : "maps");
        }

        foreach (var (kind, which) in moves)
        {
            Make(gate, kind, which);
            LookAtAll(started, gate.World.State);
        }
    }

    private static void Make(GateScenario gate, Kind kind, int which)
    {
        var change = ((char)('A' + (which % 6))).ToString();
        var running = gate.World.Running.Values.OrderBy(build => build.Build.Value.Length).ThenBy(build => build.Build).ToArray();
        var build = running.Length == 0 ? null : running[which % running.Length];
        var isMerged = gate.Merged.Contains(change);
        switch (kind)
        {
            case Kind.Approve when !isMerged:
                gate.Approve(change);
                break;
            case Kind.NewPatchset when !isMerged:
                gate.PushNewPatchset(change);
                break;
            case Kind.Abandon when !isMerged:
                gate.Unapprove(change);
                break;
            case Kind.PushPastTheGate:
                gate.PushPastTheGate(which % 2 == 0 ? "core" : "maps");
                break;
            case Kind.Pause when build is { Job.Plan.Pauses: true }:
                gate.World.Play(new BuildPaused(gate.World.Now(), build.Build));
                break;
            case Kind.Pass or Kind.Fail or Kind.Lose when build is not null:
                gate.World.End(build.Build, kind switch { Kind.Pass => BuildResult.Success, Kind.Fail => BuildResult.Failure, _ => BuildResult.Lost });
                break;
        }
    }

    private static void Look(Dictionary<BuildId, StartBuild> started, StartBuild build, GateState state)
    {
        started[build.Build] = build;
        var buildset = Assert.Single(BuildsetsOf(state), one => one.Id == build.Buildset);
        Assert.Equal(NeedsOf(build.Job.Plan.Name), build.Needs.Select(need => need.Job));
        Assert.All(build.Needs, need => Assert.True(
            FindCounting(buildset, need) is { Result: BuildResult.Success } or { Result: null, IsPaused: true },
            $"{build.Job.Name} is handed {need.Build} of {need.Job}, which does not count."));
    }

    private static void LookAtAll(Dictionary<BuildId, StartBuild> started, GateState state)
    {
        foreach (var buildset in BuildsetsOf(state))
        {
            foreach (var build in buildset.Jobs.Select(job => JobGraph.LatestBuild(buildset, job.Name)).OfType<Build>().Where(build => build.Result is null or BuildResult.Success))
            {
                Assert.All(started[build.Id].Needs, need => Assert.True(
                    FindCounting(buildset, need) is not null,
                    $"{build.Job} ({build.Id}) counts, and {need.Build} of {need.Job}, whose data it was handed, does not any more."));
            }
        }
    }

    // The build itself if it is the one of its job that counts in the state, else null.
    private static Build? FindCounting(Buildset buildset, NeededBuild need) =>
        buildset.Builds.FirstOrDefault(build => build.Id == need.Build) is { } build && JobGraph.LatestBuild(buildset, build.Job) == build ? build : null;

    private static IEnumerable<Buildset> BuildsetsOf(GateState state) => state.Queues.SelectMany(queue => queue.Items).SelectMany(item => item.Alternatives.Append(item.Buildset).Append(item.Former)).OfType<Buildset>();

    private static string[] NeedsOf(string job) => job switch
    {
        "test" => ["server", "pack", "lint"],
        "report" => ["test", "server", "pack", "lint"],
        _ => [],
    };
}
