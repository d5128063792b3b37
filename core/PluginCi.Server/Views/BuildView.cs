using System.Text.Json;
using PluginCi.Model;

namespace PluginCi.Server;

/// <summary>One run of a job.</summary>
public sealed record BuildView
{
    /// <summary>The build's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its job.</summary>
    public required string Job { get; init; }

    /// <summary>Which try of the job it is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>What is under test: <c>git/12</c>, <c>{git/3, git/4}</c> or <c>core@main</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The first change under test; absent for a branch or tag.</summary>
    public string? Change { get; init; }

    /// <summary>All changes under test; empty for a branch or tag.</summary>
    public required IReadOnlyList<string> Changes { get; init; }

    /// <summary>The patchset of the first change; 0 for a branch or tag.</summary>
    public required int Patchset { get; init; }

    /// <summary>The project whose checkout it runs in.</summary>
    public required string Project { get; init; }

    /// <summary>Its queue.</summary>
    public required string Queue { get; init; }

    /// <summary>Its pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Its buildset: all builds of one state of an item.</summary>
    public required string Buildset { get; init; }

    /// <summary>The changes it is tested on top of, in merge order; empty for the branch tips.</summary>
    public required IReadOnlyList<string> TestedOn { get; init; }

    /// <summary>Where it stands.</summary>
    public required BuildState State { get; init; }

    /// <summary>How it ended; absent until it did.</summary>
    public BuildResult? Result { get; init; }

    /// <summary>One sentence about its end; empty until then.</summary>
    public required string Message { get; init; }

    /// <summary>True when it was kept over a reset: it counted for a later state of its item too.</summary>
    public bool IsKept { get; init; }

    /// <summary>True when it passed on the very state that one of the same job had failed on.</summary>
    public bool IsFlaky { get; init; }

    /// <summary>Its tests; absent when it has no reports, and in lists of builds.</summary>
    public TestsView? Tests { get; init; }

    /// <summary>How much of the sources its tests ran; absent when its reports do not say, and in lists of builds.</summary>
    public CoverageView? Coverage { get; init; }

    /// <summary>What it handed on; empty until it did, and in lists of builds.</summary>
    public IReadOnlyList<ArtifactView> Artifacts { get; init; } = [];

    /// <summary>The data that it returned for the jobs that need its job; absent when it returned none, and in lists of builds.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>When the gate asked for it.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>What it waits for now; absent when it does not, and in lists of builds.</summary>
    public string? Waits { get; init; }

    /// <summary>The executor that it was given to; absent while it waits for one.</summary>
    public string? Executor { get; init; }

    /// <summary>When it was given to it; absent while it waits for one.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; absent until it did.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>From start to end in seconds; absent until it ended.</summary>
    public double? Seconds { get; init; }

    /// <summary>Its page, a path on this server.</summary>
    public required string Url { get; init; }

    /// <summary>Its log, a path on this server.</summary>
    public required string LogUrl { get; init; }
}
