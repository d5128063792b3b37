using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>Reports of tests are bounded, one by one and together.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly SandboxScene _scene = new();

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
    public async Task A_name_of_two_lines_is_left_out()
    {
        var outcome = await RunAsync(["*.xml"], "printf x > \"$(printf 'two\\nlines.xml')\"; printf z > ok.xml");
        Assert.Equal(BuildResult.Success, outcome.Result);
        Assert.Equal(["ok.xml"], outcome.Reports.Select(report => report.Path));
    }

    public void Dispose() => _scene.Dispose();

    private async Task<BuildOutcome> RunAsync(string[] globs, string command) => (await _scene.RunAsync(_scene.Job(command) with { TestReports = [.. globs] })).Outcome;
}
