using System.Collections.Immutable;

namespace PluginCi.Simulation;

/// <summary>Plays workload files. docs/reference/simulate.md describes them.</summary>
public static class WorkloadRunner
{
    /// <summary>The strategy that builds the probabilistic one's states, but knows nothing of what is likely.</summary>
    internal const string SpeculateAll = "speculate-all";

    private const string Oracle = "oracle";

    /// <summary>The strategies that can be named; <c>optimistic</c> is linear without a window, <c>single</c> is serial.</summary>
    public static ImmutableArray<string> Strategies { get; } = ["single", "serial", "linear", "optimistic", SpeculateAll, "probabilistic", "batch", Oracle];

    /// <summary>Plays a workload: the strategy asked for, and the oracle.</summary>
    /// <param name="file">The file.</param>
    /// <param name="strategy">The strategy; null for that of the file.</param>
    /// <returns>The results, the strategy's first.</returns>
    /// <exception cref="InvalidDataException">The file cannot be played as it is written, or there is no such strategy; the message says where and what is known.</exception>
    public static ImmutableArray<WorkloadResult> Play(string file, string? strategy)
    {
        if (strategy is not null && !Strategies.Contains(strategy))
        {
            throw new InvalidDataException($"There is no strategy '{strategy}'; known are {string.Join(", ", Strategies)}.");
        }

        try
        {
            var workload = WorkloadReader.Read(file);
            var wanted = strategy ?? workload.Strategy;
            var runs = workload.Seeds.Select(seed => (Seed: seed, Arrivals: Arrival.Draw(workload, seed))).ToArray();
            var oracle = runs.Select(run => OracleGate.Play(workload, run.Arrivals)).ToArray();
            var sum = (string name, Outcome[] outcomes) => Sum(workload, name, [.. runs.Select(run => run.Arrivals)], outcomes, oracle);
            return wanted == Oracle
                ? [sum(Oracle, oracle)]
                : [sum(wanted, [.. runs.Select(run => WorkloadGate.Play(workload, wanted, run.Arrivals, run.Seed))]), sum(Oracle, oracle)];
        }
        catch (ScenarioFileException trouble)
        {
            throw new InvalidDataException(trouble.Message, trouble);
        }
    }

    private static WorkloadResult Sum(Workload workload, string strategy, Arrival[][] arrivals, Outcome[] outcomes, Outcome[] oracle)
    {
        var (own, best) = (Turnarounds(workload, arrivals, outcomes), Turnarounds(workload, arrivals, oracle));
        double builds = outcomes.Sum(outcome => outcome.Builds);
        double changes = arrivals.Sum(run => run.Length);
        var ratios = own.Zip(arrivals.SelectMany(run => run.Where(arrival => IsCounted(workload, arrival)))).Select(pair => pair.First / pair.Second.Minutes).Order().ToArray();
        return new WorkloadResult(
            workload.Name,
            strategy,
            At(own, 0.50) / At(best, 0.50),
            At(own, 0.95) / At(best, 0.95),
            At(own, 0.99) / At(best, 0.99),
            LandedInTime(workload, outcomes) / Math.Max(1, LandedInTime(workload, oracle)),
            builds / changes,
            outcomes.Sum(outcome => outcome.Aborted) / builds,
            outcomes.Sum(outcome => outcome.FalseEjections) / changes,
            outcomes.Sum(outcome => outcome.LandedUntested),
            At(outcomes.SelectMany(outcome => outcome.DecisionMilliseconds), 0.99),
            At(best, 0.50),
            At(best, 0.95),
            At(best, 0.99))
        {
            MedianWait = ratios.Length == 0 ? 0 : ratios[ratios.Length / 2],
        };
    }

    private static bool IsCounted(Workload workload, Arrival arrival) => arrival.At >= workload.WarmUpHours * 60;

    private static double[] Turnarounds(Workload workload, Arrival[][] arrivals, Outcome[] outcomes) =>
        [.. arrivals.Zip(outcomes).SelectMany(run => run.First.Where(arrival => IsCounted(workload, arrival)).Select(arrival => run.Second.DecidedAt[arrival.Number] - arrival.At))];

    private static double LandedInTime(Workload workload, Outcome[] outcomes) =>
        outcomes.Sum(outcome => outcome.DecidedAt.Zip(outcome.Landed).Count(change => change.Second && change.First <= workload.Hours * 60));

    // A change that was never decided counts as the longest.
    private static double At(IEnumerable<double> values, double part)
    {
        var sorted = values.Select(value => double.IsNaN(value) ? double.PositiveInfinity : value).Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];
    }
}
