using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Makes the key of a cache from files of a workspace that nothing has run in yet.</summary>
internal static class CacheKey
{
    private static readonly EnumerationOptions All = new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>The hash of the paths and contents of the files that fit; of a link, of where it leads to, and it is not followed.</summary>
    public static string Of(CachePlan cache, BuildRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var root = Path.Combine(request.Workspace, request.StartIn);
        foreach (var (path, file) in Files(root, cache).OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            var content = file.LinkTarget is { } target ? SHA256.HashData(Encoding.UTF8.GetBytes($"link to {target}")) : Read(file);
            hash.AppendData(Encoding.UTF8.GetBytes($"{path}\0{Convert.ToHexStringLower(content)}\0"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<(string Path, FileInfo File)> Files(string root, CachePlan cache) => cache.KeyFiles.IsEmpty ? [] : Paths(root)
        .Select(path => (Path: Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'), File: new FileInfo(path)))
        .Where(file => cache.KeyFiles.Any(glob => Glob.IsMatch(glob, file.Path)));

    private static FileSystemEnumerable<string> Paths(string root) => new(root, (ref entry) => entry.ToFullPath(), All)
    {
        ShouldIncludePredicate = (ref entry) => !entry.IsDirectory || IsLink(ref entry),
        ShouldRecursePredicate = (ref entry) => !IsLink(ref entry),
    };

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    private static byte[] Read(FileInfo file)
    {
        using var content = file.OpenRead();
        return SHA256.HashData(content);
    }
}
