using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;

namespace PluginCi.Dsl.Hosting;

/// <summary>Answers <c>#load</c> from the files that came with the script; no disk is read.</summary>
internal sealed class FileResolver(ImmutableSortedDictionary<string, string> files) : SourceReferenceResolver
{
    private readonly ImmutableSortedDictionary<string, string> _files = files;

    public override string? NormalizePath(string path, string? baseFilePath) => Resolve(path, baseFilePath);

    public override string? ResolveReference(string path, string? baseFilePath) =>
        Resolve(path, baseFilePath) is { } resolved && resolved.StartsWith(".pipeline/", StringComparison.Ordinal) && _files.ContainsKey(resolved) ? resolved : null;

    public override Stream OpenRead(string resolvedPath) => new MemoryStream(Encoding.UTF8.GetBytes(_files[resolvedPath]));

    public override bool Equals(object? other) => other is FileResolver resolver && ReferenceEquals(resolver._files, _files);

    public override int GetHashCode() => _files.GetHashCode();

    /// <summary>The path from the repository's root; null when it would leave the repository.</summary>
    private static string? Resolve(string path, string? baseFilePath)
    {
        var folder = baseFilePath is null ? "" : baseFilePath[..(baseFilePath.LastIndexOf('/') + 1)];
        var parts = new List<string>();
        foreach (var part in (path.StartsWith('/') ? path : folder + path).Split('/').Where(part => part is not ("" or ".")))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count == 0)
            {
                return null;
            }
            else
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        return string.Join('/', parts);
    }
}
