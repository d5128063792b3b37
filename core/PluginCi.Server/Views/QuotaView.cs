namespace PluginCi.Server;

/// <summary>A limit of the site on how many builds of projects run at once.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Projects">Globs of the projects that share it; empty for all.</param>
/// <param name="Builds">How many builds of them may run at once.</param>
/// <param name="Running">How many run.</param>
/// <param name="Waiting">How many builds of them wait, for it or for room.</param>
public sealed record QuotaView(string Name, IReadOnlyList<string> Projects, int Builds, int Running, int Waiting);
