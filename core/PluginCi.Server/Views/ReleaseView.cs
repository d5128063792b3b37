namespace PluginCi.Server;

/// <summary>An artifact that was promoted or deployed.</summary>
/// <param name="State"><c>promoted</c> or <c>deployed</c>.</param>
/// <param name="Project">The project.</param>
/// <param name="Commit">The commit of its default branch that it was built from.</param>
/// <param name="Artifact">The artifact's name.</param>
/// <param name="Digest">What it is, in hexadecimal: the SHA-256 of a line for each of its files.</param>
/// <param name="Build">The build that promoted or deployed it.</param>
/// <param name="Url">The page of that build.</param>
/// <param name="Maker">The build that made it.</param>
/// <param name="At">When.</param>
public sealed record ReleaseView(string State, string Project, string Commit, string Artifact, string Digest, string Build, string Url, string Maker, DateTimeOffset At);
