using System.Collections.Immutable;

namespace PluginCi.Scheduler;

/// <summary>How a quota of the site stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Projects">Globs of the projects that share it; empty for all.</param>
/// <param name="Builds">How many builds of them may run at once.</param>
/// <param name="Running">How many run; more than may when the site lowered it.</param>
/// <param name="Waiting">How many builds of them wait, for it or for room.</param>
public sealed record QuotaStanding(string Name, ImmutableArray<string> Projects, int Builds, int Running, int Waiting);
