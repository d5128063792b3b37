using System.Diagnostics.CodeAnalysis;

namespace PluginCi.Dsl;

/// <summary>The kinds of registries of packages: <c>Registry.Npm</c>.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Scripts reach them by the property Ci.Registry; a static class would need a using of its own in every script.")]
public sealed class RegistryKinds
{
    internal RegistryKinds()
    {
    }

    /// <summary>crates.io, for cargo 1.68 and newer.</summary>
    public Registry Cargo => Registry.Of("cargo");

    /// <summary>Packagist, with archives of GitHub, for Composer 2.</summary>
    public Registry Composer => Registry.Of("composer");

    /// <summary>The archive of Debian and its security updates, for apt and mmdebstrap.</summary>
    public Registry Debian => Registry.Of("debian");

    /// <summary>The module mirror of Go with its checksum database.</summary>
    public Registry Go => Registry.Of("go");

    /// <summary>Maven Central.</summary>
    public Registry Maven => Registry.Of("maven");

    /// <summary>The npm registry, for npm, pnpm and Yarn 1.</summary>
    public Registry Npm => Registry.Of("npm");

    /// <summary>nuget.org, for dotnet restore.</summary>
    public Registry NuGet => Registry.Of("nuget");

    /// <summary>The Python Package Index, for pip and uv.</summary>
    public Registry PyPi => Registry.Of("pypi");

    /// <summary>RubyGems.org, for gem and Bundler.</summary>
    public Registry RubyGems => Registry.Of("rubygems");
}
