using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>A build that waits for room.</summary>
/// <param name="Executors">The executors that could run it.</param>
/// <param name="Before">How many builds are to get room before it, as things are now: on one of those, or of the quota.</param>
/// <param name="Since">Since when it waits.</param>
/// <param name="Quota">The quota whose builds all run, so that it would wait also where there is room; null where there is none.</param>
public sealed record BuildWait(ImmutableArray<string> Executors, int Before, DateTimeOffset Since, QuotaPlan? Quota = null);
