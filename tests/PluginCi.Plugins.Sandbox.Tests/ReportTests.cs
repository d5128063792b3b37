using System.Text;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>Reports of tests come out of the sandbox: the files that fit, bounded, whatever the build does to them.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly SandboxScene _scene = new();

    [Theory]
    [InlineData("true", BuildResult.Success)]
    [InlineData("exit 3", BuildResult.Failure)]
    public async Task The_files_that_fit_are_handed_back_whether_the_build_passed_or_not(string end, BuildResult result)
    {
        var outcome = await RunAsync(
            ["out/*.xml", "**/TEST-*.xml"],
            $"mkdir -p out/deep 'a b'; printf '<one/>' > out/1.xml; printf '<no/>' > out/deep/2.xml; printf '<three/>' > 'a b/TEST-\\3.xml'; echo no > out/4.txt; {end}");

        Assert.Equal(result, outcome.Result);
        Assert.Equal([("a b/TEST-\\3.xml", "<three/>"), ("out/1.xml", "<one/>")], outcome.Reports.Select(report => (report.Path, Encoding.UTF8.GetString(report.Content.Span))));
    }

    [Fact]
    public async Task A_large_file_comes_whole_and_a_larger_one_is_cut()
    {
        var outcome = await RunAsync(["*.xml"], "head -c 3000001 /dev/zero > a.xml; head -c 9000000 /dev/zero > b.xml");
        Assert.Equal([3_000_001, 22 * 192 * 1024], outcome.Reports.Select(report => report.Content.Length));
    }

    [Fact]
    public async Task All_files_together_are_bounded()
    {
        var many = await RunAsync(["**/*.xml"], "mkdir x; for n in $(seq 300); do echo $n > x/$n.xml; done");
        Assert.Equal(100, many.Reports.Length);
        var large = await RunAsync(["*.xml"], "for n in 1 2 3 4 5; do head -c 4000000 /dev/zero > $n.xml; done");
        Assert.Equal(16 << 20, large.Reports.Sum(report => report.Content.Length));
    }

    [Fact]
    public async Task Links_pipes_and_odd_names_are_left_out()
    {
        var outcome = await RunAsync(
            ["*.xml"],
            "ln -s /etc/passwd link.xml; mkfifo pipe.xml; mkdir folder.xml; printf x > \"$(printf 'two\\nlines.xml')\"; printf y > '=end.xml'; printf z > ok.xml");
        Assert.Equal(BuildResult.Success, outcome.Result);
        Assert.Equal(["=end.xml", "ok.xml"], outcome.Reports.Select(report => report.Path));
    }

    [Fact]
    public async Task A_build_that_was_stopped_or_asks_for_none_hands_none_back()
    {
        Assert.Empty((await RunAsync([], "echo x > a.xml")).Reports);
        var late = await _scene.RunAsync(SandboxScene.Job("echo x > a.xml; sleep 60") with { TestReports = ["*.xml"], TimeLimit = TimeSpan.FromSeconds(1) });
        Assert.Equal(BuildResult.TimedOut, late.Outcome.Result);
        Assert.Empty(late.Outcome.Reports);
    }

    public void Dispose() => _scene.Dispose();

    private async Task<BuildOutcome> RunAsync(string[] globs, string command) => (await _scene.RunAsync(SandboxScene.Job(command) with { TestReports = [.. globs] })).Outcome;
}
