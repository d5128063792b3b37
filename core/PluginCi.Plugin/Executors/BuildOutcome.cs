using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Plugin;

/// <summary>How a build ended.</summary>
/// <param name="Result">The result.</param>
/// <param name="Message">One sentence for people: which step, which status, which limit.</param>
/// <param name="Duration">From its first step's start to its end.</param>
public sealed record BuildOutcome(BuildResult Result, string Message, TimeSpan Duration)
{
    /// <summary>The regular files that fit <see cref="JobPlan.TestReports"/>, as they were after the last step that ran. Empty when there are none, when the
    /// build was stopped, and from executors that hand none back. Since contract 1.2.</summary>
    public ImmutableArray<ReportFile> Reports { get; init; } = [];
}
