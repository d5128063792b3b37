using System.Collections.Immutable;
using System.Formats.Tar;
using System.Text;
using PluginCi.Model;

namespace PluginCi.Dependencies;

/// <summary>What lets package managers use the cache unasked: variables where they suffice, and files of the build's home where they do not.</summary>
public static class DependencySettings
{
    // Nothing of a file comes before all of it has: seconds that a package manager waits for that.
    private const string Patience = "600";

    private static readonly string Own = RegistryFormat.OwnAddress;

    /// <summary>The variables of a build.</summary>
    /// <param name="registries">The registries that it may use.</param>
    /// <returns>The variables by name.</returns>
    public static ImmutableSortedDictionary<string, string> VariablesOf(ImmutableArray<RegistryPlan> registries) =>
        registries.SelectMany(registry => VariablesOf(registry.Name)).ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value);

    /// <summary>Writes an archive of files for the home of a build.</summary>
    /// <param name="registries">The registries that it may use.</param>
    /// <param name="path">Where; nothing is there yet.</param>
    /// <returns>False when it needs none, and nothing was written.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static bool TryWriteHome(ImmutableArray<RegistryPlan> registries, string path)
    {
        var files = registries.SelectMany(FilesOf).ToArray();
        if (files.Length == 0)
        {
            return false;
        }

        using var archive = new TarWriter(File.Create(path), TarEntryFormat.Ustar, leaveOpen: false);
        foreach (var (name, text) in files)
        {
            using var data = new MemoryStream(Encoding.UTF8.GetBytes(text));
            archive.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = data, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead });
        }

        return true;
    }

    private static IEnumerable<(string Name, string Value)> VariablesOf(string registry) => registry switch
    {
        "cargo" => [("CARGO_HTTP_TIMEOUT", Patience)],

        // uv and newer pips know the same page.
        "pypi" =>
        [
            ("PIP_INDEX_URL", $"{Own}pypi/simple/"), ("PIP_DEFAULT_TIMEOUT", Patience), ("PIP_DISABLE_PIP_VERSION_CHECK", "1"),
            ("UV_DEFAULT_INDEX", $"{Own}pypi/simple/"), ("UV_HTTP_TIMEOUT", Patience),
        ],

        // What asks the registry for more than packages would only be refused.
        "npm" => [("npm_config_registry", $"{Own}npm/"), ("npm_config_fetch_timeout", $"{Patience}000"), ("npm_config_audit", "false"), ("npm_config_fund", "false"), ("npm_config_update_notifier", "false")],
        "go" => [("GOPROXY", $"{Own}go")],
        "rubygems" => [("BUNDLE_TIMEOUT", Patience)],
        _ => [],
    };

    private static IEnumerable<(string Name, string Text)> FilesOf(RegistryPlan registry) => registry.Name switch
    {
        "cargo" => [(".cargo/config.toml", $"""
            [source.crates-io]
            replace-with = "pluginci"

            [source.pluginci]
            registry = "sparse+{Own}cargo/"

            """)],
        "composer" => [(".composer/config.json", $$"""
            {"config":{"secure-http":false},"repositories":{"pluginci":{"type":"composer","url":"{{Own}}composer"},"packagist.org":false} }

            """)],
        "maven" => [(".m2/settings.xml", $"""
            <settings><mirrors><mirror><id>pluginci</id><mirrorOf>central</mirrorOf><url>{Own}maven</url></mirror></mirrors></settings>

            """)],
        "nuget" => [(".nuget/NuGet/NuGet.Config", $"""
            <?xml version="1.0" encoding="utf-8"?>
            <configuration><packageSources><add key="nuget.org" value="{Own}nuget/{IndexOfNuGet(registry)}" protocolVersion="3" allowInsecureConnections="true" /></packageSources></configuration>

            """)],
        "rubygems" => [(".gemrc", $"""
            :sources:
            - {Own}rubygems/

            """), (".bundle/config", $"""
            ---
            BUNDLE_MIRROR__HTTPS://RUBYGEMS__ORG/: "{Own}rubygems/"

            """)],
        _ => [],
    };

    private static string IndexOfNuGet(RegistryPlan registry) => registry.Index[RegistryFormats.All["nuget"].IndexOf(registry).Length..];
}
