using System.Text.Json;
using CliWrap.Buffered;

namespace PluginCi.Systems;

public sealed class ImportTests
{
    private const string GitLab = """
        stages: [test, publish]
        unit:
          stage: test
          image: python:3.11
          script: [make test]
        docs:
          stage: publish
          image: registry.example.org/strange:1
          script: [make docs]
          rules:
            - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
        """;

    [Fact]
    public async Task What_is_written_passes_the_check_and_makes_a_plan()
    {
        using var scratch = new ScratchFolder();
        scratch.Write("repo/.gitlab-ci.yml", GitLab);

        var imported = await Product.RunAsync("import", "gitlab", scratch.PathTo("repo"), "--out", scratch.PathTo("out"), "--project", "tools/example");
        var check = await Product.RunAsync("check", scratch.PathTo("out", ".pipeline", "pipeline.csx"), scratch.PathTo("out", "site.csx"));
        var planned = await Product.RunAsync("plan", scratch.PathTo("out"), "--pipeline", "check", "--pipeline", "gate", "--pipeline", "post");

        Assert.Equal((0, ""), (imported.ExitCode, imported.StandardError));
        Assert.StartsWith("2 of 2 jobs are in the scripts: ", imported.StandardOutput, StringComparison.Ordinal);
        Assert.Equal((0, "", ""), (check.ExitCode, check.StandardOutput, check.StandardError));
        Assert.Equal((0, ""), (planned.ExitCode, planned.StandardError));
        Assert.Contains("Repository(\"tools/example\")", await File.ReadAllTextAsync(scratch.PathTo("out", "site.csx")), StringComparison.Ordinal);
        Assert.Contains($"{scratch.PathTo("repo", ".gitlab-ci.yml")}:8:3: docs.image: the image 'registry.example.org/strange:1' has no digest", await File.ReadAllTextAsync(scratch.PathTo("out", "import-report.txt")), StringComparison.Ordinal);
    }

    [MakesSystemsFact]
    public async Task What_is_written_runs()
    {
        using var scratch = new ScratchFolder();
        scratch.Write("repo/.gitlab-ci.yml", GitLab);
        scratch.Write("repo/Makefile", "test:\n\tpython3 -c 'print(6 * 7)'\n");
        await Product.RunAsync("import", "gitlab", scratch.PathTo("repo"), "--out", scratch.PathTo("out"));
        Directory.Move(scratch.PathTo("out", ".pipeline"), scratch.PathTo("repo", ".pipeline"));

        var ran = await Product.Command("run", "unit", "--dir", scratch.PathTo("repo"), "--pipeline", "check", "--pipeline", "gate", "--pipeline", "post").WithEnvironmentVariables(variables => variables.Set("HOME", scratch.Path)).ExecuteBufferedAsync();

        Assert.True(ran.ExitCode == 0, ran.StandardOutput + ran.StandardError);
        Assert.Contains("unit | 42\n", ran.StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_written_over()
    {
        using var scratch = new ScratchFolder();
        scratch.Write("a.yml", GitLab);
        scratch.Write("out/site.csx", "mine");

        var refused = await Product.RunAsync("import", "gitlab", scratch.PathTo("a.yml"), "--out", scratch.PathTo("out"));

        Assert.Equal((1, ""), (refused.ExitCode, refused.StandardOutput));
        Assert.Contains("site.csx is there already, and nothing is written over.", refused.StandardError, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch.PathTo("out", ".pipeline")));
    }

    [Fact]
    public async Task The_report_is_for_programs_too()
    {
        using var scratch = new ScratchFolder();
        scratch.Write("a.yml", GitLab);

        var imported = await Product.RunAsync("import", "gitlab", scratch.PathTo("a.yml"), "--out", scratch.PathTo("out"), "--json");

        var report = JsonSerializer.Deserialize<JsonElement>(imported.StandardOutput);
        Assert.Equal((2, 2), (report.GetProperty("jobsFound").GetInt32(), report.GetProperty("jobsWritten").GetInt32()));
        Assert.Contains(report.GetProperty("notes").EnumerateArray(), note => note.GetProperty("outcome").GetString() == "needs-person" && note.GetProperty("line").GetInt32() == 8);
    }

    [Fact]
    public async Task What_is_wrong_is_told_with_its_place()
    {
        using var scratch = new ScratchFolder();
        scratch.Write("a.yml", "one: [\n");

        var bad = await Product.RunAsync("import", "gitlab", scratch.PathTo("a.yml"), "--out", scratch.PathTo("out"));
        var none = await Product.RunAsync("import", "gitlab", scratch.PathTo("none.yml"), "--out", scratch.PathTo("out"));
        var format = await Product.RunAsync("import", "travis", scratch.PathTo("a.yml"));

        Assert.Equal((1, 1, 2), (bad.ExitCode, none.ExitCode, format.ExitCode));
        Assert.StartsWith($"{scratch.PathTo("a.yml")}(2,1): error PCI5002: ", bad.StandardError, StringComparison.Ordinal);
        Assert.StartsWith($"{scratch.PathTo("none.yml")}(0,0): error PCI5001: ", none.StandardError, StringComparison.Ordinal);
        Assert.False(Directory.Exists(scratch.PathTo("out")));
    }
}
