using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Plugin;

/// <summary>One message on one change.</summary>
public sealed record Report
{
    /// <summary>The same when the same report is told again.</summary>
    public required string Key { get; init; }

    /// <summary>The change.</summary>
    public required ChangeId Change { get; init; }

    /// <summary>The patchset that was tested.</summary>
    public required int Patchset { get; init; }

    /// <summary>The pipeline that reports.</summary>
    public required string Pipeline { get; init; }

    /// <summary>What it is about.</summary>
    public required ReportKind Kind { get; init; }

    /// <summary>The message in words; several lines.</summary>
    public required string Message { get; init; }

    /// <summary>The vote that goes with it; 0 for none.</summary>
    public int Vote { get; init; }

    /// <summary>The builds it is about, in the order of the plan.</summary>
    public ImmutableArray<ReportedBuild> Builds { get; init; } = [];

    /// <summary>The change's page on the server.</summary>
    public required Uri Url { get; init; }
}

/// <summary>One build in a report.</summary>
/// <param name="Job">Its job.</param>
/// <param name="Result">How it ended.</param>
/// <param name="IsVoting">False when its result does not decide.</param>
/// <param name="Url">Its page on the server.</param>
/// <param name="Duration">How long it ran.</param>
public sealed record ReportedBuild(string Job, BuildResult Result, bool IsVoting, Uri Url, TimeSpan Duration);
