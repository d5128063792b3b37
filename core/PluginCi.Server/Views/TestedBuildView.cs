namespace PluginCi.Server;

/// <summary>A build with what it was given.</summary>
/// <param name="Build">The build.</param>
/// <param name="Commits">The commit of every branch that it tests, by <c>project@branch</c>; empty when it is no longer known.</param>
/// <param name="Inputs">The hash of its job and of all that it sees: builds with the same one have the same result. Absent when it is not known.</param>
public sealed record TestedBuildView(BuildView Build, IReadOnlyDictionary<string, string> Commits, string? Inputs);
