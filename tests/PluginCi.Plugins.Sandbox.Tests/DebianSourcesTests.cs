using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>Systems from more than Debian's own mirror: what the operator names, and only as far as it is signed.</summary>
public sealed class DebianSourcesTests
{
    private static JobPlan Greeting(SandboxScene scene) => scene.Job("greet") with { RunsIn = new DebianPlan("bookworm", ["site-greeting"]) };

    [MakesSystemsFact]
    public async Task A_job_may_declare_packages_of_the_sources_that_the_server_names()
    {
        using var repository = await SignedRepository.MakeAsync();
        using var scene = new SandboxScene(new SandboxSettings { Environments = new EnvironmentSettings { DebianSources = [repository.Source] } }, SandboxScene.MakingDeadline);
        var (outcome, output) = await scene.RunAsync(Greeting(scene));
        Assert.True(outcome.Result == BuildResult.Success, $"{outcome.Message}\n{output.Text}");
        Assert.Contains("greetings", output.Told);
        Assert.Contains(output.Told, line => line.StartsWith("It runs on Debian bookworm site-greeting=1.0, ", StringComparison.Ordinal));
    }

    [MakesSystemsFact]
    public async Task A_package_whose_script_fails_is_named_and_the_declaration_is_to_blame()
    {
        using var repository = await SignedRepository.MakeAsync();
        using var scene = new SandboxScene(new SandboxSettings { Environments = new EnvironmentSettings { DebianSources = [repository.Source] } }, SandboxScene.MakingDeadline);
        var (outcome, output) = await scene.RunAsync(Greeting(scene) with { RunsIn = new DebianPlan("bookworm", ["site-broken"]) });
        Assert.Equal(BuildResult.Failure, outcome.Result);
        Assert.Equal("Debian bookworm with site-broken cannot be made as it is declared: The post-installation script of the package site-broken failed. What it said stands above.", outcome.Message);
        Assert.Contains("oh no", output.Told);
    }

    [MakesSystemsFact]
    public async Task What_another_key_signed_is_not_installed()
    {
        using var repository = await SignedRepository.MakeAsync();
        await repository.ReplaceKeyAsync();
        using var scene = new SandboxScene(new SandboxSettings { Environments = new EnvironmentSettings { DebianSources = [repository.Source] } }, SandboxScene.MakingDeadline);
        var trouble = await Assert.ThrowsAsync<OutsideException>(() => scene.RunAsync(Greeting(scene)));
        Assert.StartsWith("Debian bookworm with site-greeting cannot be made now: ", trouble.Message, StringComparison.Ordinal);
        Assert.Contains("InRelease' is not signed.", trouble.Message, StringComparison.Ordinal);
    }
}
