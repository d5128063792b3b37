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

    /// <summary>How it ended, or null while it waits or runs.</summary>
    public BuildResult? Result { get; init; }

    /// <summary>One sentence about its end; empty until then.</summary>
    public string Message { get; init; } = "";

    /// <summary>How long it ran; zero until it ended.</summary>
    public TimeSpan Duration { get; init; }
}
