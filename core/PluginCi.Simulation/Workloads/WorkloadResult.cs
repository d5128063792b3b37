namespace PluginCi.Simulation;

/// <summary>How a strategy did on a workload, over all seeds.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Strategy">The strategy.</param>
/// <param name="P50">The median turnaround, as a multiple of the oracle's.</param>
/// <param name="P95">The same of the 95th percentile.</param>
/// <param name="P99">The same of the 99th percentile.</param>
/// <param name="Throughput">The changes landed by the end of arrivals, as a share of the oracle's.</param>
/// <param name="BuildsPerChange">Builds started for each change that came.</param>
/// <param name="AbortedShare">The part of them that was stopped, from 0 to 1.</param>
/// <param name="FalseEjections">The part of the changes that was rejected without being to blame, from 0 to 1.</param>
/// <param name="LandedUntested">Changes that landed without a pass on exactly that state; must be 0.</param>
/// <param name="DecisionMsP99">The 99th percentile of the time a decision of the engine took, in milliseconds of this machine.</param>
/// <param name="OracleP50">The oracle's median turnaround in minutes.</param>
/// <param name="OracleP95">The oracle's 95th percentile in minutes.</param>
/// <param name="OracleP99">The oracle's 99th percentile in minutes.</param>
public sealed record WorkloadResult(
    string Workload, string Strategy, double P50, double P95, double P99, double Throughput, double BuildsPerChange, double AbortedShare, double FalseEjections, int LandedUntested,
    double DecisionMsP99, double OracleP50, double OracleP95, double OracleP99)
{
    /// <summary>The median of turnaround by own build time: what a change waits for others.</summary>
    public double MedianWait { get; init; }

    /// <summary>The result as one line.</summary>
    /// <returns>The line.</returns>
    public override string ToString() => FormattableString.Invariant(
        $"{Workload,-20} {Strategy,-14} p50 {P50,6:F2}  p95 {P95,6:F2}  p99 {P99,6:F2}  throughput {Throughput,5:F2}  builds/change {BuildsPerChange,5:F2}  aborted {AbortedShare,4:P0}  false ejections {FalseEjections:P2}  untested {LandedUntested}  decision p99 {DecisionMsP99:F1} ms  wait/own {MedianWait:F2}");
}
