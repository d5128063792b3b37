using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>A registry of packages that builds may have their dependencies from, through the server's cache.</summary>
/// <param name="Name">Its kind, one of <see cref="Names"/>.</param>
/// <param name="Index">The http or https address of its index, as one would tell it to the package manager.</param>
/// <param name="Files">The address that its files are below, where the index does not have them; null where it has, or where the kind says it otherwise.</param>
public sealed record RegistryPlan(string Name, string Index, string? Files = null)
{
    /// <summary>The registries of a site that names none: the public ones.</summary>
    public static ImmutableArray<RegistryPlan> Public { get; } =
    [
        new("cargo", "https://index.crates.io/", "https://static.crates.io/crates/"),
        new("composer", "https://repo.packagist.org/", "https://codeload.github.com/"),
        new("debian", "http://deb.debian.org/debian/", "http://deb.debian.org/debian-security/"),
        new("go", "https://proxy.golang.org/", "https://sum.golang.org/"),
        new("maven", "https://repo.maven.apache.org/maven2/"),
        new("npm", "https://registry.npmjs.org/"),
        new("nuget", "https://api.nuget.org/v3/index.json"),
        new("pypi", "https://pypi.org/simple/", "https://files.pythonhosted.org/"),
        new("rubygems", "https://rubygems.org/"),
    ];

    /// <summary>The kinds that are known.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Public.Select(plan => plan.Name)];

    /// <summary>Whether an address can be one of a registry.</summary>
    /// <param name="address">The address.</param>
    /// <returns>True for http or https to a host in ASCII letters, without user, query and fragment.</returns>
    public static bool IsAddress(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }
        && HostPattern.Parse(uri.Host) is { IsBelow: false } && uri.AbsolutePath.All(letter => char.IsAsciiLetterOrDigit(letter) || "/-._~".Contains(letter, StringComparison.Ordinal));
}
