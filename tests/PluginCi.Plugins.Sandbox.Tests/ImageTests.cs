using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>Builds in images of a registry, which are a stranger's: whose fault it is when they are not to be had, and what they cannot do.</summary>
public sealed class ImageTests : IAsyncLifetime
{
    private ImageRegistry? _registry;
    private SandboxScene? _scene;

    private ImageRegistry Registry => _registry!;

    private SandboxScene Scene => _scene!;

    private string Environments => Path.Combine(Scene.Data, "environments");

    public async Task InitializeAsync()
    {
        if (ImageRegistry.Obstacle is null)
        {
            _registry = await ImageRegistry.StartAsync();
            _scene = NewScene(Registry.AuthFile);
        }
    }

    [ImagesFact]
    public async Task Builds_see_the_image_with_its_variables_and_it_is_got_once()
    {
        var reference = await Registry.PushAsync("tools");
        var image = new ImagePlan(reference.Replace("/tools@", "/tools:1@", StringComparison.Ordinal));
        var (outcome, output) = await RunAsync(
            image,
            "echo $FROM_IMAGE $PATH; it",
            "ls /opt; ls /opt/gone 2>/dev/null || echo gone",
            "find / -xdev ! -path '/build/*' -perm /6000; find /opt -type b -o -type c -o -type p; cat /opt/locked",
            "touch /usr/mine /opt/mine /mine 2>/dev/null || echo read-only",
            "id -u; cat /etc/passwd | grep -c build",
            "tox");
        var steps = output.Told.SkipWhile(line => !line.StartsWith("step 0", StringComparison.Ordinal)).Where(line => !line.StartsWith("step ", StringComparison.Ordinal));
        Assert.Equal(
            ["yes /opt/bin:/usr/bin", "it", "bin", "device", "locked", "out", "rights", "gone", "#!/bin/sh", "echo it", "read-only", "1000", "1", "/bin/sh: 1: tox: not found", "failed: step 5"],
            steps);
        Assert.Equal($"Step 6 (`tox`) ended with status 127: the command 'tox' is not in the {image}. Use an image that has it.", outcome.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Registry.Folder, "outside")));

        var folder = Assert.Single(Directory.GetDirectories(Environments));
        var (again, told) = await RunAsync(image, "true");
        Assert.Equal(BuildResult.Success, again.Result);
        Assert.Equal([$"It runs in the {image}: environment {Path.GetFileName(folder)}.", "step 0: true"], told.Told);
    }

    [ImagesFact]
    public async Task An_image_that_its_registry_does_not_have_fails_the_build_with_its_name()
    {
        var reference = await Registry.PushAsync("tools");
        foreach (var missing in new[] { reference[..^64] + new string('a', 64), reference.Replace("/tools@", "/nothing@", StringComparison.Ordinal) })
        {
            var (outcome, _) = await RunAsync(new ImagePlan(missing), "true");
            Assert.Equal(BuildResult.Failure, outcome.Result);
            Assert.StartsWith($"image {missing} cannot be had as it is declared: its registry has none of this name and digest", outcome.Message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(Environments));
    }

    [ImagesFact]
    public async Task A_registry_that_is_down_or_wants_credentials_is_not_the_changes_fault()
    {
        var reference = await Registry.PushAsync("tools");
        var down = await FailAsync(Scene, new ImagePlan("127.0.0.1:9" + reference[reference.IndexOf('/', StringComparison.Ordinal)..]));
        Assert.True(down.IsTransient);
        Assert.Contains("connection refused", down.Message, StringComparison.Ordinal);
        using var stranger = NewScene(authFile: null);
        Assert.Contains("its registry wants other credentials; name them by the setting registryAuthFile.", (await FailAsync(stranger, new ImagePlan(reference))).Message, StringComparison.Ordinal);
    }

    [ImagesFact]
    public async Task Only_registries_that_the_server_names_are_asked_where_it_names_some()
    {
        var settings = new EnvironmentSettings { Registries = ["registry.example.org/ci", Registry.Address + "/c"] };
        using var scene = new SandboxScene(new SandboxSettings { Environments = settings }, SandboxScene.MakingDeadline);
        var reference = await Registry.PushAsync("tools");
        var (outcome, _) = await scene.RunAsync(scene.Job("true") with { RunsIn = new ImagePlan(reference) });
        Assert.Equal(BuildResult.Failure, outcome.Result);
        Assert.Equal($"image {reference} is of no registry that builds may use here. They may use: registry.example.org/ci, {Registry.Address}/c.", outcome.Message);
    }

    [ImagesFact]
    public async Task A_part_that_is_not_what_its_digest_says_is_not_used()
    {
        var reference = await Registry.PushAsync("tools");
        var largest = new DirectoryInfo(Path.Combine(Registry.Folder, "blobs")).EnumerateFiles("data", SearchOption.AllDirectories).MaxBy(file => file.Length)!;
        await using (var blob = largest.OpenWrite())
        {
            blob.Position = largest.Length / 2;
            await blob.WriteAsync(new byte[16]);
        }

        var trouble = await FailAsync(Scene, new ImagePlan(reference));
        Assert.Contains("Digest did not match", trouble.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Environments));
    }

    [ImagesFact]
    public async Task A_link_in_place_of_a_folder_that_builds_need_is_not_followed()
    {
        var (outcome, _) = await RunAsync(new ImagePlan(await Registry.PushAsync("linked")), "true");
        Assert.Equal(BuildResult.Failure, outcome.Result);
        Assert.Contains("has a link or something else at /build/workspace, where builds need a folder", outcome.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Registry.Folder, "outside")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Environments));
    }

    public Task DisposeAsync()
    {
        _scene?.Dispose();
        _registry?.Dispose();
        return Task.CompletedTask;
    }

    private SandboxScene NewScene(string? authFile) => new(
        new SandboxSettings { Environments = new EnvironmentSettings { RegistryAuthFile = authFile, RegistriesFile = Registry.RegistriesFile } }, SandboxScene.MakingDeadline);

    private Task<(BuildOutcome Outcome, Plugin.Conformance.BuildTranscript Output)> RunAsync(ImagePlan image, params string[] commands) => Scene.RunAsync(Scene.Job(commands) with { RunsIn = image });

    private static Task<OutsideException> FailAsync(SandboxScene scene, ImagePlan image) => Assert.ThrowsAsync<OutsideException>(() => scene.RunAsync(scene.Job("true") with { RunsIn = image }));
}
