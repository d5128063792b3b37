using PluginCi.Gating;

namespace PluginCi.Cli;

/// <summary>What a bisection found, and how.</summary>
/// <param name="Finding">What it came to.</param>
/// <param name="Rounds">How many rounds it took; what is tried at once is one round.</param>
/// <param name="Tried">The states that were tried, in the order of the range.</param>
internal sealed record BisectReport(BisectFinding Finding, int Rounds, IReadOnlyList<BisectReport.Try> Tried)
{
    /// <summary>A state that was tried.</summary>
    /// <param name="Place">Its place in the range.</param>
    /// <param name="State">The state.</param>
    /// <param name="Attempts">How often it was tried.</param>
    /// <param name="IsFlaky">True when it failed first and passed then.</param>
    /// <param name="Last">What came of the last attempt.</param>
    internal sealed record Try(int Place, BisectState State, int Attempts, bool IsFlaky, Probe Last);
}
