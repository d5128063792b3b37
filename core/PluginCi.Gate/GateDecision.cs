using System.Collections.Immutable;

namespace PluginCi.Gating;

/// <summary>What the gate makes of one event.</summary>
/// <param name="Next">The state after it.</param>
/// <param name="Effects">What is to be done, in this order.</param>
/// <param name="Why">The reasons, in the order of deciding.</param>
public sealed record GateDecision(GateState Next, ImmutableArray<GateEffect> Effects, ImmutableArray<Reason> Why);
