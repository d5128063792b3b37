namespace PluginCi.Model;

/// <summary>A file of an artifact.</summary>
/// <param name="Path">Its path from the folder that the steps of its job start in, with forward slashes.</param>
/// <param name="Hash">The SHA-256 of its content, in lower-case hexadecimal.</param>
/// <param name="Size">Bytes.</param>
/// <param name="IsExecutable">True when it can be run as a program.</param>
public sealed record ArtifactFile(string Path, string Hash, long Size, bool IsExecutable);
