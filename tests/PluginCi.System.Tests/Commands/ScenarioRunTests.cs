using System.Text.Json;

namespace PluginCi.Systems;

public sealed class ScenarioRunTests
{
    private const string Layout = "layout: { pipelines: { gate: { manager: dependent, on: [approved], submit: true } }, projects: { P: { gate: [J] } } }\nchanges: { A: { project: P } }\n";

    private const string Good = Layout + "steps:\n  - approve: A\n  - finish: all\nexpect: { merged: [A] }\n";

    private const string Bad = Layout + "steps:\n  - approve: A\n  - expect: { running: [] }\n";

    private const string Broken = Layout + "steps:\n  - aprove: A\n";

    [Fact]
    public async Task The_scenarios_of_this_project_come_out_as_expected()
    {
        var played = await Product.RunAsync("scenario", "run", SourceTree.PathTo("tests", "scenarios"), "--from-journal");

        Assert.True(played.ExitCode == 0, played.StandardOutput + played.StandardError);
        Assert.Matches(@"\n\d+ passed, 0 failed\n$", played.StandardOutput);
        Assert.Equal("", played.StandardError);
    }

    [Fact]
    public async Task One_line_a_file_and_a_last_one_with_the_numbers()
    {
        using var scratch = Write();

        var played = await Product.RunAsync("scenario", "run", scratch.PathTo("good.yaml"), scratch.Path);

        Assert.Equal(1, played.ExitCode);
        var lines = played.StandardOutput.Split('\n');
        Assert.Equal(["ok good", "FAILED bad: step 2: expected running [], was [A.J]"], lines[..2]);
        Assert.StartsWith($"FAILED broken: {scratch.PathTo("broken.yaml")}(4,5): error PCI6001: 'aprove' is not a key of a step; known are approve, ", lines[2], StringComparison.Ordinal);
        Assert.Equal(["1 passed, 2 failed", ""], lines[3..]);
    }

    [Fact]
    public async Task As_json_one_object_a_file_and_nothing_else()
    {
        using var scratch = Write();

        var played = await Product.RunAsync("scenario", "run", scratch.Path, "--json", "--verbose");

        Assert.Equal(1, played.ExitCode);
        var results = played.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToArray();
        Assert.All(results, result => Assert.Equal(["file", "name", "ok", "step", "message"], result.EnumerateObject().Select(property => property.Name)));
        Assert.Equal(["bad False 2", "broken False ", "good True "], results.Select(result => $"{result.GetProperty("name")} {result.GetProperty("ok")} {result.GetProperty("step")}"));
        Assert.Equal("expected running [], was [A.J]", results[0].GetProperty("message").GetString());
        Assert.Equal(scratch.PathTo("good.yaml"), results[2].GetProperty("file").GetString());
    }

    [Fact]
    public async Task Queues_are_drawn_when_asked_for()
    {
        using var scratch = Write();

        var played = await Product.RunAsync("scenario", "run", scratch.PathTo("good.yaml"), "--verbose");

        Assert.Equal(
            "step 1: approve A\n  gate/P (window 20)\n    A    J running\nstep 2: finish all\n  (all queues are empty)\nok good\n1 passed, 0 failed\n",
            played.StandardOutput);
    }

    [Fact]
    public async Task What_is_not_there_and_what_is_no_option_are_told()
    {
        using var scratch = new ScratchFolder();

        var empty = await Product.RunAsync("scenario", "run", scratch.Path);
        var missing = await Product.RunAsync("scenario", "run", scratch.PathTo("gone.yaml"));
        var option = await Product.RunAsync("scenario", "run", scratch.Path, "--from-journals");

        Assert.Equal((1, "0 passed, 0 failed\n"), (empty.ExitCode, empty.StandardOutput));
        Assert.StartsWith($"There is no scenario in {scratch.Path}", empty.StandardError, StringComparison.Ordinal);
        Assert.Equal(1, missing.ExitCode);
        Assert.StartsWith($"FAILED gone: {scratch.PathTo("gone.yaml")}: error PCI6005: ", missing.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(2, option.ExitCode);
        Assert.StartsWith("There is no option --from-journals", option.StandardError, StringComparison.Ordinal);
    }

    private static ScratchFolder Write()
    {
        var scratch = new ScratchFolder();
        scratch.Write("good.yaml", Good);
        scratch.Write("bad.yaml", Bad);
        scratch.Write("broken.yaml", Broken);
        scratch.Write("layouts/shared.yaml", "pipelines: {}\n");
        return scratch;
    }
}
