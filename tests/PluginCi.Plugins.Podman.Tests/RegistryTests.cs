using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugin.Conformance;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Podman.Tests;

/// <summary>Builds in images of a registry that wants credentials.</summary>
public sealed class RegistryTests(PodmanMachine machine) : IClassFixture<PodmanMachine>
{
    [PodmanRegistryFact]
    public async Task A_build_runs_in_the_image_that_it_names_and_what_is_nowhere_is_its_fault()
    {
        using var registry = await ImageRegistry.StartAsync();
        var reference = await registry.PushAsync("tools");
        var tagged = reference.Replace("/tools@", "/tools:1@", StringComparison.Ordinal);
        using var scene = new PodmanScene(machine);
        var settings = new EnvironmentSettings { RegistryAuthFile = registry.AuthFile, RegistriesFile = registry.RegistriesFile };
        using var builds = new ExecutorScene(new ExecutorSubject(scene.NewExecutor(scene.Settings with { Environments = settings })));

        var (outcome, output) = await builds.RunAsync(builds.Job("echo $FROM_IMAGE; it; ls /opt/gone 2> /dev/null || echo gone") with { RunsIn = new ImagePlan(tagged) });
        Assert.True(outcome.Result == BuildResult.Success, $"{outcome.Message}\n{output.Text}");
        Assert.Equal(["yes", "it", "gone"], output.Lines.TakeLast(3));

        var missing = reference[..^64] + new string('a', 64);
        (outcome, _) = await builds.RunAsync(builds.Job("true") with { RunsIn = new ImagePlan(missing) });
        Assert.Equal(BuildResult.Failure, outcome.Result);
        Assert.StartsWith($"image {missing} cannot be had as it is declared: its registry has none of this name and digest", outcome.Message, StringComparison.Ordinal);
        Assert.Empty(scene.Leftovers);
    }

    [PodmanRegistryFact]
    public async Task A_registry_that_wants_credentials_is_not_the_changes_fault()
    {
        using var registry = await ImageRegistry.StartAsync();
        using var scene = new PodmanScene(machine);
        var settings = new EnvironmentSettings { RegistriesFile = registry.RegistriesFile };
        using var builds = new ExecutorScene(new ExecutorSubject(scene.NewExecutor(scene.Settings with { Environments = settings })));

        var image = new ImagePlan(await registry.PushAsync("linked"));
        var trouble = await Assert.ThrowsAsync<OutsideException>(() => builds.RunAsync(builds.Job("true") with { RunsIn = image }));
        Assert.Contains("its registry wants other credentials; name them by the setting registryAuthFile.", trouble.Message, StringComparison.Ordinal);
    }
}
