namespace PluginCi.Server;

/// <summary>An environment with what was promoted and deployed to it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Projects">Globs of the projects that may promote and deploy to it; empty for one that the site has no more.</param>
/// <param name="After">The environments that something must have been promoted to before.</param>
/// <param name="Hold">Why nothing is deployed to it for now, or null.</param>
/// <param name="Releases">What was promoted and deployed: of all environments the newest of each artifact, of one its history, newest first.</param>
public sealed record EnvironmentView(string Name, IReadOnlyList<string> Projects, IReadOnlyList<string> After, string? Hold, IReadOnlyList<ReleaseView> Releases);
