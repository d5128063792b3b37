using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace PluginCi.Model;

/// <summary>Files that one build of a job made and handed on.</summary>
/// <param name="Name">Its name, unique in the build.</param>
/// <param name="Files">The files, by path in ordinal order; one or more.</param>
public sealed record Artifact(string Name, ImmutableArray<ArtifactFile> Files)
{
    /// <summary>The bytes of all files.</summary>
    public long Size => Files.Sum(file => file.Size);

    /// <summary>The same for artifacts of the same files: the SHA-256 of a line <c>HASH x|- PATH</c> for each.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Concat(Files.Select(file => $"{file.Hash} {(file.IsExecutable ? 'x' : '-')} {file.Path}\n")))));
}
