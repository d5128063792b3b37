using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Gates where changes overtake. A change touches its project, unless told otherwise.</summary>
internal static class OvertakingGate
{
    /// <summary>The owner of changes that are likely to fail, more so than not.</summary>
    public const string Rash = "rash";

    /// <summary>The owner of changes that are likely to pass, but hardly more so than not.</summary>
    public const string Hasty = "hasty";

    /// <summary>The owner of changes that are likely to fail, but hardly more so than not.</summary>
    public const string Daring = "daring";

    public static ImmutableSortedDictionary<string, JobHistory> Authors { get; } = ImmutableSortedDictionary<string, JobHistory>.Empty
        .Add(Rash, new JobHistory(Failed: 1000))
        .Add(Hasty, new JobHistory(Passed: 600, Failed: 400))
        .Add(Daring, new JobHistory(Passed: 400, Failed: 600));

    public static GateScenario Make(int budget = 4, bool seesOwnProjectOnly = true, FrozenJob[]? jobs = null, Func<ImmutableArray<Change>, Footprint?>? touches = null)
    {
        var gate = new GateScenario(
            projects: ["core", "maps", "video"],
            jobs: jobs,
            edit: plan => plan with { Strategy = Strategy.Probabilistic, BuildBudget = budget, ResultsLast = TimeSpan.FromHours(24) },
            rules: rules => rules with { ReusesResults = true, AllowsOvertaking = true },
            seesOwnProjectOnly: seesOwnProjectOnly,
            touches: touches ?? (changes => Touching([.. changes.Select(change => change.Project.Value)])));
        gate.World.State = gate.World.State with { Authors = Authors };
        return gate;
    }

    /// <summary>What a change touches that reads and writes the same.</summary>
    public static Footprint Touching(params string[] keys) => new([.. keys], [.. keys]);

    /// <summary>Approves a change of an owner.</summary>
    public static void ApproveOf(this GateScenario gate, string name, string owner) =>
        gate.Edit(name, change => change with { Owner = owner, IsApproved = true }, Trigger.Approved);

    /// <summary>For each build of a change that runs, the letters of those that it is tested on top of.</summary>
    public static IEnumerable<string> RunningOn(this GateScenario gate, string name) => gate.World.Running.Values
        .Where(build => build.Changes.Any(change => change.Id == GateScenario.Id(name)))
        .Select(build => string.Concat(build.Ahead.Select(GateScenario.NameOf)))
        .Order();
}
