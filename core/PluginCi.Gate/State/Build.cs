using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>One run of a job of a buildset.</summary>
public sealed record Build
{
    /// <summary>The build.</summary>
    public required BuildId Id { get; init; }

    /// <summary>The job's name.</summary>
    public required string Job { get; init; }

    /// <summary>Which try of the job it is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset AskedAt { get; init; }

    /// <summary>How it ended, or null while it waits or runs.</summary>
    public BuildResult? Result { get; init; }

    /// <summary>One sentence about its end; empty until then.</summary>
    public string Message { get; init; } = "";

    /// <summary>How long it ran; zero until it ended.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>When the gate heard of its end; null until then, and for builds that ended before the gate wrote it down.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What it returned as <c>true</c>, known once it has passed or paused.</summary>
    public ImmutableArray<string> Flags { get; init; } = [];

    /// <summary>True when it is known to fail although it still runs.</summary>
    public bool WillFail { get; init; }

    /// <summary>True when its own work is done and it stays up for the jobs that need it.</summary>
    public bool IsPaused { get; init; }

    /// <summary>True when it was told to end after its pause.</summary>
    public bool IsResumed { get; init; }

    /// <summary>True when it counts no more, because the paused build that it worked with was lost.</summary>
    public bool IsVoid { get; init; }

    /// <summary>True when it was taken over from an earlier state of the item, as its job and its inputs are the same.</summary>
    public bool IsReused { get; init; }
}
