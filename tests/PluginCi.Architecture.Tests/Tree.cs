namespace PluginCi.Architecture;

/// <summary>The source tree that these tests look at.</summary>
internal static class Tree
{
    public static string Root => SourceTree.Root;

    public static IEnumerable<string> Files(string pattern, params string[] folders) =>
        folders
            .Select(folder => Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
            .Where(file => !IsGenerated(file));

    public static string Relative(string file) => Path.GetRelativePath(Root, file);

    private static bool IsGenerated(string file) =>
        Relative(file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "artifacts");
}
