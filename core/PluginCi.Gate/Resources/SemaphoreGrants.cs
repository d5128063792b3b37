using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>What came of a change to the table of semaphores.</summary>
/// <param name="Next">The table after it.</param>
/// <param name="MayStart">The builds that may start now, in this order.</param>
public sealed record SemaphoreGrants(SemaphoreTable Next, ImmutableArray<BuildId> MayStart);
