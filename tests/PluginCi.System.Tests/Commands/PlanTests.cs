using System.Text.Json;

namespace PluginCi.Systems;

public sealed class PlanTests
{
    [Fact]
    public async Task The_pipeline_of_this_project_is_what_people_run_before_they_push()
    {
        var drawn = await Product.RunAsync("plan", SourceTree.Root);

        Assert.True(drawn.ExitCode == 0, drawn.StandardError);
        Assert.Contains("└── stage commit", drawn.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("dotnet format PluginCi.slnx --verify-no-changes", drawn.StandardOutput, StringComparison.Ordinal);
        Assert.Contains(".ci/run", drawn.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_it_is_one_versioned_document()
    {
        var printed = await Product.RunAsync("plan", SourceTree.Root, "--json");

        var plan = JsonSerializer.Deserialize<JsonElement>(printed.StandardOutput);
        Assert.Equal(1, plan.GetProperty("version").GetInt32());
        Assert.Equal(["format", "test"], plan.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_mistake_is_told_as_a_compiler_does()
    {
        using var scratch = new ScratchFolder();
        scratch.Write(".pipeline/pipeline.csx", "#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\n\nreturn Project(Commit(unti));\n");

        var planned = await Product.RunAsync("plan", scratch.Path, "--json");

        Assert.Equal(1, planned.ExitCode);
        Assert.Equal("", planned.StandardOutput);
        Assert.StartsWith(".pipeline/pipeline.csx(4,23): error CS0103:", planned.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_scripts_is_told()
    {
        using var scratch = new ScratchFolder();

        var planned = await Product.RunAsync("plan", scratch.Path);

        Assert.Equal((1, $"{scratch.Path} has no .pipeline/pipeline.csx, .pipeline/config.yaml or site.csx. `pluginci init` writes the first.\n"), (planned.ExitCode, planned.StandardError));
    }
}
