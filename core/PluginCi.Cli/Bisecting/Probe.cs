using PluginCi.Gating;

namespace PluginCi.Cli;

/// <summary>What came of trying a job on a state once.</summary>
/// <param name="Verdict">Whether it passed.</param>
/// <param name="Message">One sentence about it.</param>
/// <param name="Output">The last lines that it printed.</param>
internal sealed record Probe(ProbeVerdict Verdict, string Message, IReadOnlyList<string> Output);
