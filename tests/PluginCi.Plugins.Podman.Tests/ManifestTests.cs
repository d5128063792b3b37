using System.Text.Json;

namespace PluginCi.Plugins.Podman.Tests;

/// <summary>Settings that both executors of the server's machine have.</summary>
public sealed class ManifestTests
{
    [Theory]
    [InlineData("environments")]
    [InlineData("environmentsKeepDays")]
    [InlineData("environmentsRenewDays")]
    [InlineData("environmentsMinutes")]
    [InlineData("environmentsGiB")]
    [InlineData("debianMirror")]
    [InlineData("debianSources")]
    [InlineData("registries")]
    [InlineData("registryAuthFile")]
    [InlineData("registriesFile")]
    public void Settings_about_systems_are_the_same_for_both_plugins(string setting) => Assert.Equal(Read("Sandbox", setting), Read("Podman", setting));

    private static string Read(string plugin, string setting)
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(SourceTree.PathTo("plugins", plugin, "plugin.json")));
        return manifest.RootElement.GetProperty("settingsSchema").GetProperty("properties").GetProperty(setting).GetRawText();
    }
}
