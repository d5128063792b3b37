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
    /// <example><code>Job("unit").Dependencies(Registry.Cargo).Sh("cargo test --locked")</code></example>
    public Registry Cargo => Registry.Of("cargo");

    /// <summary>Packagist, with archives of GitHub, for Composer 2.</summary>
    /// <example><code>Job("unit").Dependencies(Registry.Composer).Sh("composer install &amp;&amp; composer test")</code></example>
    public Registry Composer => Registry.Of("composer");

    /// <summary>The archive of Debian and its security updates, for apt and mmdebstrap.</summary>
    /// <example><code>Job("image").Dependencies(Registry.Debian).Sh("mmdebstrap bookworm root.tar")</code></example>
    public Registry Debian => Registry.Of("debian");

    /// <summary>The module mirror of Go with its checksum database.</summary>
    /// <example><code>Job("unit").Dependencies(Registry.Go).Sh("go test ./...")</code></example>
    public Registry Go => Registry.Of("go");

    /// <summary>Maven Central.</summary>
    /// <example><code>Job("unit").Dependencies(Registry.Maven).Sh("mvn verify")</code></example>
    public Registry Maven => Registry.Of("maven");

    /// <summary>The npm registry, for npm, pnpm and Yarn 1.</summary>
    /// <example><code>Job("unit").Dependencies(Registry.Npm).Sh("npm ci &amp;&amp; npm test")</code></example>
    public Registry Npm => Registry.Of("npm");

    /// <summary>nuget.org, for dotnet restore.</summary>
    /// <example><code>Job("unit").Dependencies(Registry.NuGet).Sh("dotnet test")</code></example>
    public Registry NuGet => Registry.Of("nuget");

    /// <summary>The Python Package Index, for pip and uv.</summary>
    /// <example><code>Job("unit").Dependencies(Registry.PyPi).Sh("tox")</code></example>
    public Registry PyPi => Registry.Of("pypi");

    /// <summary>RubyGems.org, for gem and Bundler.</summary>
    /// <example><code>Job("unit").Dependencies(Registry.RubyGems).Sh("bundle install &amp;&amp; bundle exec rake")</code></example>
    public Registry RubyGems => Registry.Of("rubygems");
}
