using System.Text.Json;

namespace PluginCi.Systems;

public sealed class CheckTests
{
    private const string Blubber = "version: v4\nvariants: { one: { python: { use-system-flag: true } } }\n";

    private const string PipelineLib = "pipelines:\n  test: { stages: [{ name: lint }, { name: unit, build: x, publish: { image: true } }, { name: last }], execution: [[lint, last], [unit, last]] }\n  word: { stages: [], execution: [test] }\n";

    [Fact]
    public async Task Good_files_are_silent_and_warnings_leave_the_status_0()
    {
        using var scratch = Write();
        scratch.Write(".pipeline/pipeline.csx", "#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\nreturn Project(Commit(Job(\"unit\").Sh(\"true\")));\n");
        scratch.Write("good.yaml", "pipelines: { one: { stages: [] } }");

        var good = await Product.RunAsync("check", scratch.PathTo("good.yaml"), scratch.PathTo(".pipeline", "pipeline.csx"));
        var warned = await Product.RunAsync("check", scratch.PathTo("blubber.yaml"));

        Assert.Equal((0, "", ""), (good.ExitCode, good.StandardOutput, good.StandardError));
        Assert.Equal((0, ""), (warned.ExitCode, warned.StandardOutput));
        Assert.StartsWith($"{scratch.PathTo("blubber.yaml")}(2,30): warning PCI5010: ", warned.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_all_files_is_told()
    {
        using var scratch = Write();
        scratch.Write("site.csx", "return 5;\n");
        scratch.Write("piper.yaml", "general: {}\nstages: {}\n");
        scratch.Write("own.yaml", "type: pyton\n");
        scratch.Write("loose.csx", "return 5;\n");

        var told = await Product.RunAsync(["check", .. ((string[])["config.yaml", "piper.yaml", "own.yaml", "none.yaml", "site.csx", "loose.csx"]).Select(file => scratch.PathTo(file))]);

        Assert.Equal((1, ""), (told.ExitCode, told.StandardOutput));
        Assert.Contains("config.yaml(3,35): error PCI5005: ", told.StandardError, StringComparison.Ordinal);
        Assert.Contains("piper.yaml(1,1): error PCI5009: this is a file of SAP Piper", told.StandardError, StringComparison.Ordinal);
        Assert.Contains("own.yaml(1,7): error PCI2302: there is no type 'pyton'; known are ", told.StandardError, StringComparison.Ordinal);
        Assert.Contains("none.yaml(0,0): error PCI5001: ", told.StandardError, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^site\.csx\(\d+,\d+\): error ", told.StandardError);
        Assert.Contains("loose.csx(0,0): error PCI5001: a script is site.csx, or stands below a folder .pipeline", told.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_one_array_and_nothing_else()
    {
        using var scratch = Write();

        var told = await Product.RunAsync("check", "--json", scratch.PathTo("blubber.yaml"));

        Assert.Equal((0, ""), (told.ExitCode, told.StandardError));
        var diagnostic = Assert.Single(JsonSerializer.Deserialize<JsonElement>(told.StandardOutput).EnumerateArray());
        Assert.Equal("PCI5010", diagnostic.GetProperty("id").GetString());
        Assert.Equal(2, diagnostic.GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task Frames_are_one_line_a_pipeline_also_of_a_file_with_errors()
    {
        using var scratch = Write();

        var planned = await Product.RunAsync("plan", "--config", scratch.PathTo("config.yaml"), "--frames");

        Assert.Equal(1, planned.ExitCode);
        Assert.Equal("test\tlint|unit > last\nword\tCYCLE\n", planned.StandardOutput);
        Assert.Contains("config.yaml(3,35): error PCI5005: ", planned.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_of_a_file_shows_its_steps_and_what_is_not_allowed()
    {
        using var scratch = Write();
        scratch.Write("good.yaml", string.Concat(PipelineLib.Split('\n').Take(2).Select(line => line + "\n")));

        var planned = await Product.RunAsync("plan", "--config", scratch.PathTo("good.yaml"));
        var refused = await Product.RunAsync("plan", "--config", scratch.PathTo("good.yaml"), "--for", "check");
        var json = await Product.RunAsync("plan", "--config", scratch.PathTo("good.yaml"), "--json");

        Assert.Equal((0, "test: lint|unit > last\n  lint: build, run\n  unit: build, publish\n  last: build, run\n", ""), (planned.ExitCode, planned.StandardOutput, planned.StandardError));
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("error PCI5205: stage `unit` contains an action (`publish`) that is not allowed by this pipeline", refused.StandardError, StringComparison.Ordinal);
        Assert.Equal("last", JsonSerializer.Deserialize<JsonElement>(json.StandardOutput)[0].GetProperty("frames")[1][0].GetString());
    }

    [Fact]
    public async Task Frames_need_a_file()
    {
        var refused = await Product.RunAsync("plan", "--frames");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--frames needs --config FILE.", refused.StandardError, StringComparison.Ordinal);
    }

    private static ScratchFolder Write()
    {
        var scratch = new ScratchFolder();
        scratch.Write("blubber.yaml", Blubber);
        scratch.Write("config.yaml", PipelineLib);
        return scratch;
    }
}
