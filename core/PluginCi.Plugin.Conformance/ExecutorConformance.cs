using System.Collections.Immutable;

namespace PluginCi.Plugin.Conformance;

/// <summary>The conformance kit of <see cref="IExecutor"/>, <see cref="IPausingExecutor"/> and <see cref="ILastingExecutor"/>: what each of them must do, whatever runs its builds.</summary>
/// <remarks>A plugin's tests run every check against the real thing; docs/reference/executors.md shows how. Checks run one after another, none needs another.</remarks>
public static class ExecutorConformance
{
    /// <summary>What every executor must do.</summary>
    public static ImmutableArray<ConformanceCheck> ForExecutors { get; } =
    [
        .. RunningChecks.All, .. OutputChecks.All, .. EnvironmentChecks.All, .. EndingChecks.All, .. LimitChecks.All, .. OutboxChecks.All, .. ReportChecks.All, .. IsolationChecks.All, .. NetworkChecks.All, .. CacheChecks.All,
    ];

    /// <summary>What one must do besides that is a fence for builds of people whom nobody trusts. The builds need <c>perl</c> and the programs of util-linux.</summary>
    public static ImmutableArray<ConformanceCheck> ForHostileBuilds { get; } = HostileChecks.All;

    /// <summary>What one that runs services must do besides.</summary>
    public static ImmutableArray<ConformanceCheck> ForServices { get; } = ServiceChecks.All;

    /// <summary>What one that pauses must do besides.</summary>
    public static ImmutableArray<ConformanceCheck> ForPausing { get; } = PausingChecks.All;

    /// <summary>What one whose builds outlive the server must do besides.</summary>
    public static ImmutableArray<ConformanceCheck> ForLasting { get; } = ReattachChecks.All;

    /// <summary>Finds a check.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The check.</returns>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static ConformanceCheck Find(string name) => All.FirstOrDefault(check => check.Name == name)
        ?? throw new ArgumentException($"There is no check '{name}'. Known: {string.Join(", ", All)}.", nameof(name));

    private static IEnumerable<ConformanceCheck> All => [.. ForExecutors, .. ForHostileBuilds, .. ForServices, .. ForPausing, .. ForLasting];
}
