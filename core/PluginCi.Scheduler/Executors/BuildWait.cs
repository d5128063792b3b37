using System.Collections.Immutable;

namespace PluginCi.Scheduler;

/// <summary>A build that waits for room.</summary>
/// <param name="Executors">The executors that could run it.</param>
/// <param name="Before">How many builds are to get room on one of those before it, as things are now.</param>
/// <param name="Since">Since when it waits.</param>
public sealed record BuildWait(ImmutableArray<string> Executors, int Before, DateTimeOffset Since);
