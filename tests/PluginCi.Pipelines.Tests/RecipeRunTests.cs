using CliWrap.Buffered;
using PluginCi.Systems;

namespace PluginCi.Pipelines;

/// <summary>Every recipe on a small project of its own, on a system with only what the recipe declares, as people run it.</summary>
public sealed class RecipeRunTests : IDisposable
{
    // What its broken project prints, by the folder of tests/recipes.
    private static readonly Dictionary<string, string> Failures = new()
    {
        ["cmake"] = "unit | somebody is greeted: FAILED, it said 'Hullo, Ada!'",
        ["debian"] = """unit | [ "$(./greet Ada)" = "Hello, Ada!" ]""",
        ["go"] = "unit |     greet_test.go:7: it said \"Hullo, Ada!\"",
        ["gradle"] = "unit | example.GreetTest > somebodyIsGreeted FAILED",
        ["helm"] = "unit | Error: execution error at (greet/templates/greet.yaml:6:15): a greeting is needed",
        ["make"] = "unit | somebody is greeted: FAILED, it said 'Hullo, Ada!'",
        ["maven"] = "GreetTest.somebodyIsGreeted:10 expected:<H[e]llo, Ada!> but was:<H[u]llo, Ada!>",
        ["mediawiki"] = "unit | Failed asserting that two strings are identical.",
        ["mediawiki-core"] = "unit | Failed asserting that two strings are identical.",
        ["meson"] = "unit | somebody is greeted: FAILED, it said 'Hullo, Ada!'",
        ["mkdocs"] = "contains a link to 'less.md' which is not found",
        ["node"] = "unit | not ok 1 - somebody is greeted",
        ["perl"] = "unit | #   Failed test 'somebody is greeted'",
        ["php"] = "unit | Failed asserting that two strings are identical.",
        ["puppet"] = "unit | rspec ./spec/classes/greet_spec.rb:4",
        ["python"] = "unit | FAILED tests/test_greet.py::test_somebody_is_greeted",
        ["ruby"] = "unit | GreetTest#test_somebody_is_greeted",
        ["rust"] = "unit | test tests::somebody_is_greeted ... FAILED",
        ["scala"] = "unit | somebody is greeted: FAILED, it said 'Hullo, Ada!'",
        ["shell"] = "unit | not ok 1 somebody is greeted",
        ["sphinx"] = "unit | Failed example:",
        ["tox"] = "unit | FAILED tests/test_greet.py::test_somebody_is_greeted",
    };

    // Systems are kept from run to run, as it takes a minute to make one; what builds kept is not.
    private static readonly string Home = SourceTree.PathTo("artifacts", "recipes-home");

    private readonly ScratchFolder _scratch = new();

    static RecipeRunTests()
    {
        if (Directory.Exists(Path.Combine(Home, ".cache", "pluginci", "caches")))
        {
            Directory.Delete(Path.Combine(Home, ".cache", "pluginci", "caches"), recursive: true);
        }

        Directory.CreateDirectory(Home);
    }

    public static TheoryData<string> Projects => [.. Failures.Keys.Order(StringComparer.Ordinal)];

    [MakesSystemsTheory]
    [MemberData(nameof(Projects))]
    public async Task A_sound_project_passes_and_a_broken_one_says_what_is_wrong(string project)
    {
        Copy(project, "sound");
        var sound = await RunAsync("sandbox");
        Assert.True(sound.ExitCode == 0, sound.StandardOutput + sound.StandardError);

        Copy(project, "broken");
        var broken = await RunAsync("sandbox", project == "mkdocs" ? "build" : "unit");
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains(Failures[project], broken.StandardOutput, StringComparison.Ordinal);
    }

    [PodmanTheory]
    [MemberData(nameof(Projects))]
    public async Task A_sound_project_passes_in_containers(string project)
    {
        Copy(project, "sound");
        var sound = await RunAsync("podman");
        Assert.True(sound.ExitCode == 0, sound.StandardOutput + sound.StandardError);
    }

    // Debian has no SDK: the machine's own is used, in the sandbox.
    [Fact]
    public async Task DotNet_builds_with_the_sdk_of_the_machine()
    {
        Copy("dotnet", "sound");
        var sound = await RunAsync("sandbox");
        Assert.True(sound.ExitCode == 0, sound.StandardOutput + sound.StandardError);

        Copy("dotnet", "broken");
        var broken = await RunAsync("sandbox", "unit");
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("unit |   somebody is greeted: FAILED, it said 'Hullo, Ada!'", broken.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_small_project_is_tested() =>
        Assert.Equal(Directory.GetDirectories(SourceTree.PathTo("tests", "recipes")).Select(Path.GetFileName).Order(StringComparer.Ordinal), Failures.Keys.Append("dotnet").Order(StringComparer.Ordinal));

    public void Dispose() => _scratch.Dispose();

    private void Copy(string project, string state)
    {
        var from = SourceTree.PathTo("tests", "recipes", project, state);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = _scratch.PathTo("greet", Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to, overwrite: true);
        }
    }

    private async Task<BufferedCommandResult> RunAsync(string executor, params string[] jobs)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(15));
        return await Product.Command(["run", .. jobs, "--dir", _scratch.PathTo("greet"), "--executor", executor])
            .WithEnvironmentVariables(variables => variables.Set("HOME", Home)).ExecuteBufferedAsync(limit.Token);
    }
}
