using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>A small random site, in the words of scenario files and of nothing else.</summary>
internal sealed record SiteSketch
{
    /// <summary>The pipeline that merges; every site has it.</summary>
    public const string Gate = "gate";

    /// <summary>The pipeline that only tests; some sites have it.</summary>
    public const string Check = "check";

    /// <summary>The files of which the job matchers speak.</summary>
    public const string SpecialFiles = "special/**";

    public required Strategy Strategy { get; init; }

    /// <summary>True when the gate takes one item after the other by its manager, not by its strategy.</summary>
    public bool IsSerialManager { get; init; }

    public required int WindowStart { get; init; }

    public required int WindowFloor { get; init; }

    public int WindowCeiling { get; init; }

    public bool IsFailFast { get; init; }

    public bool ReportsStart { get; init; }

    public bool HasCheck { get; init; }

    public int MostInBatch { get; init; } = 4;

    public int Budget { get; init; } = 4;

    /// <summary>Not to be said in scenario files.</summary>
    public NewPatchsetRule OnNewPatchset { get; init; }

    public bool AllowsCycles { get; init; }

    public bool UsesTopics { get; init; }

    public bool ReusesResults { get; init; }

    public bool AllowsOvertaking { get; init; }

    public int Semaphore { get; init; } = 1;

    public required ImmutableArray<JobSketch> Jobs { get; init; }

    public required ImmutableArray<ProjectSketch> Projects { get; init; }

    public ImmutableArray<GroupSketch> Groups { get; init; } = [];

    public JobSketch Job(string name) => Jobs.First(job => job.Name == name);
}

/// <summary>A job of a random site.</summary>
internal sealed record JobSketch(string Name)
{
    public ImmutableArray<string> Needs { get; init; } = [];

    public ImmutableArray<string> Soft { get; init; } = [];

    public bool IsVoting { get; init; } = true;

    public bool HoldsFollowing { get; init; }

    public bool Pauses { get; init; }

    public bool UsesSemaphore { get; init; }

    public bool IsForSpecialFiles { get; init; }

    public int Attempts { get; init; } = 3;

    /// <summary>Not to be said in scenario files.</summary>
    public int FlakeRetries { get; init; }
}

/// <summary>A project of a random site.</summary>
internal sealed record ProjectSketch(string Name, string? Queue, ImmutableArray<string> Gate, ImmutableArray<string> Check);

/// <summary>A repo group of a random site.</summary>
internal sealed record GroupSketch(string Name, ImmutableArray<string> Projects, ImmutableArray<string> Jobs);
