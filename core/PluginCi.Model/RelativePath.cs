namespace PluginCi.Model;

/// <summary>Paths that come from where nobody may be trusted.</summary>
public static class RelativePath
{
    private const int Longest = 2000;

    /// <summary>Whether a path leads to something below the folder that it starts from, as far as no links are on the way.</summary>
    /// <param name="path">The path, with forward slashes.</param>
    /// <returns>True when it is not empty, not rooted, at most 2,000 letters long, and without empty parts, <c>.</c> and <c>..</c>.</returns>
    public static bool IsInside(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Length <= Longest && !path.Contains('\0') && path.Split('/').All(part => part is not ("" or "." or ".."));
    }
}
