namespace PluginCi.Testing;

/// <summary>The checkout that the running tests were built in.</summary>
internal static class SourceTree
{
    // Not from [CallerFilePath]: a deterministic build maps source paths to /_/.
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(DirectoryInfo? folder) =>
        folder is null ? throw new DirectoryNotFoundException($"No PluginCi.slnx above {AppContext.BaseDirectory}.")
        : File.Exists(Path.Combine(folder.FullName, "PluginCi.slnx")) ? folder.FullName
        : Find(folder.Parent);
}
