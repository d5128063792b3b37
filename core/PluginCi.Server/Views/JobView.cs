using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Server;

/// <summary>A job of a queue item, with its newest build.</summary>
public sealed record JobView
{
    /// <summary>The job's name.</summary>
    public required string Job { get; init; }

    /// <summary>The repo group whose job it is; absent for a job of the change's own project.</summary>
    public string? Group { get; init; }

    /// <summary>Where the job stands.</summary>
    public required JobStanding Standing { get; init; }

    /// <summary>False when its result is told but does not decide.</summary>
    public required bool IsVoting { get; init; }

    /// <summary>Why its result does not count for now although it would vote; absent when it counts.</summary>
    public string? Quarantine { get; init; }

    /// <summary>True when the build was made for an earlier state of the item and is kept, as its job and inputs are the same.</summary>
    public bool IsReused { get; init; }

    /// <summary>The id of its newest build; absent when it has none yet.</summary>
    public string? Build { get; init; }

    /// <summary>Which try of the job the build is, from 1; 0 when it has none yet.</summary>
    public int Attempt { get; init; }

    /// <summary>When a worker took the build; absent while it waits for one.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How the build ended; absent until it did.</summary>
    public BuildResult? Result { get; init; }

    /// <summary>One sentence about the build's end; empty until then.</summary>
    public string Message { get; init; } = "";

    /// <summary>How long the build ran, in seconds; 0 until it ended.</summary>
    public double Seconds { get; init; }

    /// <summary>The build's page, a path on this server; absent when there is no build yet.</summary>
    public string? Url { get; init; }
}
