using System.Collections.Immutable;

namespace PluginCi.Simulation;

/// <summary>A stream of changes and what is known of their builds. docs/reference/simulate.md describes the keys.</summary>
internal sealed record Workload
{
    public required string Name { get; init; }

    public ImmutableArray<int> Seeds { get; init; } = [1];

    /// <summary>How long changes arrive, in hours; then the queue is drained.</summary>
    public double Hours { get; init; } = 6;

    public double WarmUpHours { get; init; }

    /// <summary>Changes an hour; 0 where a trace says when they come.</summary>
    public double PerHour { get; init; }

    /// <summary>The changes, first to last; empty where they come by chance.</summary>
    public ImmutableArray<TracedChange> Trace { get; init; } = [];

    public int Workers { get; init; } = 100;

    /// <summary>Minutes of a build: median and spread of a log-normal, or bounds of a uniform distribution.</summary>
    public double MedianMinutes { get; init; } = 30;

    public double Sigma { get; init; } = 0.45;

    public double CapMinutes { get; init; } = 120;

    public (double From, double To)? UniformMinutes { get; init; }

    public double GoodShare { get; init; } = 0.92;

    public double GoodPasses { get; init; } = 0.99;

    public double BadPasses { get; init; } = 0.25;

    /// <summary>True when the owner of a change tells what kind it is of, so that a gate can learn the chance of each kind.</summary>
    public bool TellsKind { get; init; } = true;

    /// <summary>True when the gate learns at all.</summary>
    public bool Learns { get; init; } = true;

    public double PotentialConflicts { get; init; }

    public double RealConflicts { get; init; } = 0.0335;

    public double WideShare { get; init; }

    public double WidePotential { get; init; }

    public double WideSlower { get; init; } = 1;

    public bool IsLinear { get; init; }

    public double RebuildShare { get; init; } = 1;

    public double Flakes { get; init; }

    public double BatchSharedCost { get; init; } = 0.85;

    public string Strategy { get; init; } = "linear";

    public int Projects { get; init; } = 1;

    public int Window { get; init; } = 20;

    public int Floor { get; init; } = 3;

    public int? Budget { get; init; }

    public int MostInBatch { get; init; } = 8;
}
