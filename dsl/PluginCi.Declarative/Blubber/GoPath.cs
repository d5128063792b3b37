namespace PluginCi.Declarative;

/// <summary>Paths of images, by the rules of Go's <c>path</c> package, which Blubber's output follows.</summary>
internal static class GoPath
{
    /// <summary>The shortest form: no empty parts, no <c>.</c>, no <c>..</c> that something is in front of; <c>.</c> for nothing.</summary>
    public static string Clean(string path)
    {
        var isRooted = path.StartsWith('/');
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part == ".." && (isRooted || parts is [.., not ".."]))
            {
                parts = parts.Count > 0 ? parts[..^1] : parts;
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        var cleaned = (isRooted ? "/" : "") + string.Join('/', parts);
        return cleaned.Length == 0 ? "." : cleaned;
    }

    /// <summary>All but the last part.</summary>
    public static string Parent(string path) => Clean(path[..(path.LastIndexOf('/') + 1)]);

    /// <summary>The last part.</summary>
    public static string Name(string path) => path.Trim('/') is { Length: > 0 } ? path.TrimEnd('/').Split('/')[^1] : path.Length == 0 ? "." : "/";

    /// <summary>True for what is written as a folder.</summary>
    public static bool IsFolder(string path) => Clean(path) == "." || path.EndsWith('/');
}
