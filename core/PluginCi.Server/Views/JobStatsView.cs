namespace PluginCi.Server;

/// <summary>How the builds of a job fare in a queue. Rates and times are weighted: after 50 more builds a build counts half.</summary>
public sealed record JobStatsView
{
    /// <summary>The queue.</summary>
    public required string Queue { get; init; }

    /// <summary>The job.</summary>
    public required string Job { get; init; }

    /// <summary>How many builds ended by themselves: not those that were cancelled or lost.</summary>
    public required long Runs { get; init; }

    /// <summary>The share of builds that failed, from 0 to 1.</summary>
    public required double FailureRate { get; init; }

    /// <summary>The share of builds that passed on the very state that one had failed on, from 0 to 1.</summary>
    public required double FlakeRate { get; init; }

    /// <summary>How long a build takes, in seconds; 0 when none ended yet.</summary>
    public required double MeanSeconds { get; init; }

    /// <summary>Why its result did not count when it was last asked for although it would vote; absent when it counted.</summary>
    public string? Quarantine { get; init; }

    /// <summary>False when its result did not decide when it was last asked for.</summary>
    public required bool IsVoting { get; init; }

    /// <summary>Its newest build, a path on this server.</summary>
    public required string NewestUrl { get; init; }
}
