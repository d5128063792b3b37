using System.Text.Json;

namespace PluginCi.Systems;

/// <summary><c>pluginci bisect</c> over a real repository, each state in the sandbox.</summary>
public sealed class BisectCommandTests : IDisposable
{
    private const int Merges = 20;
    private const int JobFrom = 3;
    private const int Culprit = 14;

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task The_merge_that_broke_a_job_is_found_and_states_without_the_job_are_skipped()
    {
        var merges = await MergeAsync();

        var found = await BisectAsync("--good", merges[JobFrom], "--bad", "main", "--parallel", "1", "--json");
        Assert.True(found.ExitCode == 0, found.StandardOutput + found.StandardError);
        var report = JsonSerializer.Deserialize<JsonElement>(found.StandardOutput);
        Assert.Equal($"Merge change {Culprit}", report.GetProperty("first").GetProperty("text").GetString());
        Assert.InRange(report.GetProperty("rounds").GetInt32(), 1, 6);
        Assert.All(
            report.GetProperty("tried").EnumerateArray().Where(one => one.GetProperty("verdict").GetString() == "failed"),
            one => Assert.Equal(2, one.GetProperty("attempts").GetInt32()));

        var early = await BisectAsync("--good", merges[0], "--bad", "main");
        Assert.Equal(1, early.ExitCode);
        Assert.Contains("unit does not pass on the good state", early.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("app has no .pipeline/pipeline.csx and no .pipeline/config.yaml there", early.StandardError, StringComparison.Ordinal);
        Assert.Equal("", await ScratchFolder.GitAsync(_scratch.PathTo("app"), "status", "--porcelain"));
    }

    [Fact]
    public async Task A_job_or_range_that_is_not_there_is_told()
    {
        var merges = await MergeAsync();

        var job = await Product.RunAsync("bisect", "--dir", _scratch.PathTo("app"), "--job", "units", "--good", merges[JobFrom], "--bad", "main");
        Assert.Equal(1, job.ExitCode);
        Assert.Contains("There is no job 'units' at the bad state", job.StandardError, StringComparison.Ordinal);
        Assert.EndsWith("Known jobs: unit.\n", job.StandardError, StringComparison.Ordinal);
        var same = await BisectAsync("--good", "main", "--bad", "main");
        Assert.Equal(1, same.ExitCode);
        Assert.StartsWith("The good and the bad state are the same:", same.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_of_a_declarative_file_are_known()
    {
        var app = _scratch.PathTo("app");
        await ScratchFolder.GitAsync(_scratch.Path, "init", "--quiet", "--initial-branch=main", app);
        _scratch.Write("app/.pipeline/config.yaml", "type: make\ncommands: { spell: make spell }\n");
        await CommitAsync(app, "Start");
        _scratch.Write("app/value", "1\n");
        await CommitAsync(app, "Go on");

        var told = await Product.RunAsync("bisect", "--dir", app, "--job", "units", "--good", "HEAD~1", "--bad", "main");

        Assert.Equal(1, told.ExitCode);
        Assert.Contains("There is no job 'units' at the bad state", told.StandardError, StringComparison.Ordinal);
        Assert.Contains("spell", told.StandardError, StringComparison.Ordinal);
    }

    private Task<CliWrap.Buffered.BufferedCommandResult> BisectAsync(params string[] arguments) =>
        Product.RunAsync(["bisect", "--dir", _scratch.PathTo("app"), "--job", "unit", .. arguments]);

    /// <summary>Merges changes one after the other: one brings the job, a later one breaks what it tests.</summary>
    /// <returns>The state after so many merges.</returns>
    private async Task<string[]> MergeAsync()
    {
        var app = _scratch.PathTo("app");
        _scratch.Write("app/value", "0\n");
        await ScratchFolder.GitAsync(_scratch.Path, "init", "--quiet", "--initial-branch=main", app);
        await CommitAsync(app, "Start");
        var states = new List<string> { await TipAsync(app) };
        foreach (var number in Enumerable.Range(1, Merges))
        {
            await ScratchFolder.GitAsync(app, "checkout", "--quiet", "-B", "change");
            if (number == JobFrom)
            {
                _scratch.Write("app/.pipeline/pipeline.csx", "#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\n\nreturn Project(Commit(Job(\"unit\").Sh(\"test ! -e broken\")));\n");
            }

            _scratch.Write(number == Culprit ? "app/broken" : "app/value", $"{number}\n");
            await CommitAsync(app, $"Change {number}");
            await ScratchFolder.GitAsync(app, "checkout", "--quiet", "main");
            await ScratchFolder.GitAsync(app, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "merge", "--quiet", "--no-ff", "-m", $"Merge change {number}", "change");
            states.Add(await TipAsync(app));
        }

        return [.. states];
    }

    private static async Task CommitAsync(string app, string message)
    {
        await ScratchFolder.GitAsync(app, "add", "--all");
        await ScratchFolder.GitAsync(app, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", message);
    }

    private static async Task<string> TipAsync(string app) => (await ScratchFolder.GitAsync(app, "rev-parse", "HEAD")).Trim();
}
