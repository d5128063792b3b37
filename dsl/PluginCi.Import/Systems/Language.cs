using System.Collections.Immutable;
using PluginCi.Pipelines;

namespace PluginCi.Import;

/// <summary>A language or tool of builds: the names of images that bring it, and what brings it in Debian.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Images">The last parts of the names of images.</param>
/// <param name="Type">The type of projects whose versions it has; empty where it has none.</param>
/// <param name="Packages">The packages of Debian.</param>
/// <param name="Registries">Where its projects have their dependencies from.</param>
internal sealed record Language(string Name, ImmutableArray<string> Images, string Type, ImmutableArray<string> Packages, ImmutableArray<string> Registries)
{
    public static ImmutableArray<Language> All { get; } =
    [
        new("python", ["python", "pypy", "python3"], "python", ["git", "python-is-python3", "python3", "python3-pip", "python3-venv"], ["PyPi"]),
        new("node", ["node", "nodejs"], "node", ["git", "nodejs", "npm"], ["Npm"]),
        new("go", ["golang", "go"], "go", ["ca-certificates", "gcc", "git", "golang-go", "libc6-dev"], ["Go"]),
        new("ruby", ["ruby"], "ruby", ["build-essential", "git", "ruby-bundler", "ruby-dev"], ["RubyGems"]),
        new("rust", ["rust"], "rust", ["cargo", "gcc", "git", "libc6-dev", "rustc"], ["Cargo"]),
        new("php", ["php", "composer"], "php", ["composer", "git", "php-cli", "php-curl", "php-mbstring", "php-xml", "unzip"], ["Composer"]),
        new("java", ["maven", "openjdk", "eclipse-temurin", "amazoncorretto", "java"], "maven", ["default-jdk-headless", "git", "maven"], ["Maven"]),
        new("gradle", ["gradle"], "gradle", ["default-jdk-headless", "git", "gradle"], ["Maven"]),
        new("perl", ["perl"], "perl", ["git", "make", "perl"], []),
        new("c", ["gcc", "buildpack-deps", "clang"], "", ["build-essential", "git"], []),
        new("cmake", ["cmake"], "", ["build-essential", "cmake", "git"], []),
        new("shell", ["bash", "shellcheck", "busybox"], "", ["shellcheck"], []),
        new("git", ["git"], "", ["git"], []),
        new("curl", ["curl"], "", ["ca-certificates", "curl"], []),
    ];

    /// <summary>The release of Debian that has a version, or the nearest one, and what is different there.</summary>
    /// <param name="version">The version, perhaps only its beginning, or empty.</param>
    public (string Release, string Difference) ReleaseOf(string version)
    {
        var versions = ProjectTypes.All.FirstOrDefault(type => type.Name == Type)?.Versions ?? [];
        if (versions.IsEmpty || version.Length == 0)
        {
            return (FoundSystem.UsualRelease, versions.IsEmpty ? "" : $"no version is named; Debian {versions[0].Release} has {versions[0].Version}");
        }

        var exact = versions.FirstOrDefault(known => known.Version == version || version.StartsWith(known.Version + ".", StringComparison.Ordinal) || known.Version.StartsWith(version + ".", StringComparison.Ordinal));
        if (exact.Release is { } release)
        {
            return (release, "");
        }

        // Of two the newer one has more of what a project may want.
        var wanted = Number(version);
        var nearest = versions.OrderBy(known => Math.Abs(Number(known.Version) - wanted)).ThenByDescending(known => Number(known.Version)).First();
        return (nearest.Release, $"{Name} {version} is not in Debian; Debian {nearest.Release} has {nearest.Version}");
    }

    private static double Number(string version)
    {
        var parts = version.Split('.').Select(part => double.TryParse(part, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0).Concat([0, 0]).ToArray();
        return (parts[0] * 1000) + parts[1];
    }
}
