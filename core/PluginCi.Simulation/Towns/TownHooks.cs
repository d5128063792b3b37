using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>What to call when something happens in a town. Each is called in the middle of it and must not act on the town.</summary>
internal sealed record TownHooks
{
    public Action<TownBuild>? BuildStarted { get; init; }

    /// <summary>Also for a build that was cancelled, but not for one that never started.</summary>
    public Action<TownBuild, BuildResult>? BuildEnded { get; init; }

    public Action<SendReport>? Reported { get; init; }

    /// <summary>The gate merged these, in this order, at once.</summary>
    public Action<ImmutableArray<Change>>? Merged { get; init; }

    public Action<TownQueue, GateDecision>? Decided { get; init; }

    /// <summary>These hooks and others after them.</summary>
    public TownHooks And(TownHooks others) => new()
    {
        BuildStarted = BuildStarted + others.BuildStarted,
        BuildEnded = BuildEnded + others.BuildEnded,
        Reported = Reported + others.Reported,
        Merged = Merged + others.Merged,
        Decided = Decided + others.Decided,
    };
}
