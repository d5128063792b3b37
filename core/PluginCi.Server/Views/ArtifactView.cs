namespace PluginCi.Server;

/// <summary>Files that a build handed on.</summary>
/// <param name="Name">The artifact's name.</param>
/// <param name="Size">Bytes of all files.</param>
/// <param name="Hash">The same for artifacts of the same files.</param>
/// <param name="Files">The files, by path.</param>
/// <param name="PageUrl">Where to look at it, a path on this server; absent when no file is named <c>index.html</c>.</param>
public sealed record ArtifactView(string Name, long Size, string Hash, IReadOnlyList<ArtifactFileView> Files, string? PageUrl);

/// <summary>A file of an artifact.</summary>
/// <param name="Path">Its path, from the folder that the steps of its job start in.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Hash">The SHA-256 of its content, in hexadecimal.</param>
/// <param name="IsExecutable">True for a program.</param>
/// <param name="Url">Where to load it, a path on this server.</param>
public sealed record ArtifactFileView(string Path, long Size, string Hash, bool IsExecutable, string Url);
