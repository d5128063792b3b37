namespace PluginCi.Dependencies;

/// <summary>A test that runs nginx and a toolchain of Rust, which is newer than Debian's.</summary>
internal sealed class RustFactAttribute : FactAttribute
{
    public RustFactAttribute() => Skip = DependencyCache.FindObstacle() is { } obstacle ? $"On this machine {obstacle}"
        : Toolchain is null ? "There is no toolchain of rustup in the home of this account; Debian's cargo is older than the sparse protocol."
        : null;

    public static string? Toolchain { get; } = Find();

    private static string? Find()
    {
        var folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".rustup", "toolchains");
        return Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, "stable-*").FirstOrDefault(one => File.Exists(Path.Combine(one, "bin", "cargo"))) : null;
    }
}
