namespace PluginCi.Scheduler.Seeds;

/// <summary>What came of a seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Fault">The invariant that does not hold, or null.</param>
/// <param name="Fingerprint">The same for the same run.</param>
/// <param name="Trace">What happened.</param>
/// <param name="Steps">How many steps it took.</param>
internal sealed record SeedResult(ulong Seed, string? Fault, string Fingerprint, string Trace, int Steps);
