namespace PluginCi.Model;

/// <summary>The files of a repository that say its pipeline.</summary>
public static class PipelineFiles
{
    /// <summary>The folder that they are in.</summary>
    public const string Folder = ".pipeline";

    /// <summary>The script. Where it is there it alone counts.</summary>
    public const string Script = ".pipeline/pipeline.csx";

    /// <summary>The declarative file.</summary>
    public const string Declared = ".pipeline/config.yaml";

    /// <summary>The file that says what images the repository has, where none is named.</summary>
    public const string Blubber = ".pipeline/blubber.yaml";

    /// <summary>The script of a site, in the config project.</summary>
    public const string Site = "site.csx";

    /// <summary>Whether a file is part of what a pipeline is made of.</summary>
    /// <param name="path">The file, from the repository's root.</param>
    public static bool Has(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(".csx", StringComparison.Ordinal) || (path.StartsWith(Folder + "/", StringComparison.Ordinal) && (path.EndsWith(".yaml", StringComparison.Ordinal) || path.EndsWith(".yml", StringComparison.Ordinal)));
    }

    /// <summary>The file that the pipeline begins with.</summary>
    /// <param name="has">Says whether the repository has a file.</param>
    /// <returns>The file, or null where the repository has none.</returns>
    public static string? FindEntry(Func<string, bool> has)
    {
        ArgumentNullException.ThrowIfNull(has);
        return has(Script) ? Script : has(Declared) ? Declared : null;
    }
}
