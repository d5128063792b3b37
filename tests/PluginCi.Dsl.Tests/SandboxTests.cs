using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Dsl.Hosting;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>Scripts in the real evaluator process, in the real sandbox.</summary>
public sealed class SandboxTests : IDisposable
{
    private const string Head = "#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\n";

    private readonly HastyClock _clock = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-dsl-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_script_is_evaluated_once_and_remembered()
    {
        var script = Head + "return Project(Commit(Job(\"unit\").Sh(\"make\")));";
        using var evaluator = Make();
        var first = await EvaluateAsync(evaluator, script);
        Assert.Equal("unit", Assert.Single(first.Value!.Jobs).Name);
        Assert.False(first.IsFromCache);
        Assert.True((await EvaluateAsync(evaluator, script)).IsFromCache);

        using var later = Make();
        Assert.True((await EvaluateAsync(later, script)).IsFromCache);
        Assert.False((await EvaluateAsync(later, script + " ")).IsFromCache);
        foreach (var file in Directory.EnumerateFiles(_folder))
        {
            await File.WriteAllTextAsync(file, "{ torn");
        }

        using var torn = Make();
        Assert.Equal("unit", Assert.Single((await EvaluateAsync(torn, script)).Value!.Jobs).Name);
    }

    [Fact]
    public async Task An_evaluator_that_is_not_there_is_told_with_its_place()
    {
        using var evaluator = new ScriptEvaluator(Options(TimeSpan.FromSeconds(60)) with { EvaluatorAssembly = "/nowhere/PluginCi.Dsl.Evaluator.dll" }, TimeProvider.System, NullLogger<ScriptEvaluator>.Instance);

        var trouble = await Assert.ThrowsAsync<EvaluationException>(() => EvaluateAsync(evaluator, Head + "return Project(Commit(Job(\"unit\").Sh(\"make\")));"));

        Assert.Contains("which is missing: /nowhere/PluginCi.Dsl.Evaluator.dll.", trouble.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PCI2201", "// while it runs\nvar x = 1;\nfor (;;) { }\nreturn Project();", 3, 1)]
    [InlineData("PCI2201", "var words = \"for each\";\nfoo(); while (true) { }", 2, 8)]
    [InlineData("PCI2202", "int Deep(int n) => Deep(n + 1) + 1;\n  return Project(Deep(0));", 2, 3)]
    [InlineData("PCI2203", "for (;;) { }\nreturn Project();", 2, 1)]
    [InlineData("PCI2202", "", 1, 1)]
    public void What_ended_a_whole_evaluation_is_told_where_its_cause_may_be(string id, string script, int line, int column) =>
        Assert.Equal((line, column), ScriptLook.FindCause(id, script));

    [Theory]
    [InlineData("0 0 3 * * ?", null)]
    [InlineData("0 0 25 * * ?", "PCI2025")]
    public async Task A_schedule_is_looked_at_in_the_sandbox(string cron, string? error)
    {
        using var evaluator = Make();
        var script = Head + $"return Site(Repository(\"core\"), Pipeline(\"nightly\").Schedule(\"{cron}\"));";
        var evaluation = await evaluator.EvaluateSiteAsync(new ScriptSource("site.csx", ImmutableSortedDictionary<string, string>.Empty.Add("site.csx", script)), CancellationToken.None);
        Assert.Equal(error, evaluation.Diagnostics.Select(diagnostic => diagnostic.Id).SingleOrDefault());
        Assert.Equal(error is null ? cron : null, evaluation.Value?.Pipelines[0].Schedule);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_script_without_end_is_stopped_and_not_remembered(int warm)
    {
        using var evaluator = await MakeAsync(warm);
        _clock.Haste = 12;
        var known = Directory.EnumerateFiles(_folder).Count();
        var evaluation = await EvaluateAsync(evaluator, Head + "while (true) { }\nreturn Project();");
        Assert.Null(evaluation.Value);
        var error = Assert.Single(evaluation.Diagnostics);
        Assert.StartsWith(".pipeline/pipeline.csx(3,1): error PCI2201: ", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(known, Directory.EnumerateFiles(_folder).Count());
    }

    [Theory]
    [InlineData(0, "var all = new System.Collections.Generic.List<long[]>();\nwhile (true) { all.Add(new long[1 << 20]); }\nreturn Project();")]
    [InlineData(1, "var all = new System.Collections.Generic.List<long[]>();\nwhile (true) { all.Add(new long[1 << 20]); }\nreturn Project();")]
    [InlineData(0, "int Deep(int n) => Deep(n + 1) + 1;\nDeep(0);\nreturn Project();")]
    [InlineData(1, "int Deep(int n) => Deep(n + 1) + 1;\nDeep(0);\nreturn Project();")]
    public async Task A_script_that_eats_memory_is_stopped(int warm, string script)
    {
        using var evaluator = await MakeAsync(warm);
        var evaluation = await EvaluateAsync(evaluator, Head + script);
        Assert.Null(evaluation.Value);
        var error = Assert.Single(evaluation.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Contains(error.Id, new[] { "PCI2202", "PCI2204" });
        Assert.True(error is { Line: >= 3, Column: >= 1 }, error.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_plan_without_measure_is_refused(int warm)
    {
        using var evaluator = await MakeAsync(warm);
        var evaluation = await EvaluateAsync(evaluator, Head + "return Project(Commit(Job(\"big\").Sh(new string('x', 8_000_000))));");
        Assert.Null(evaluation.Value);
        Assert.StartsWith(".pipeline/pipeline.csx(3,1): error PCI2203: ", Assert.Single(evaluation.Diagnostics).ToString(), StringComparison.Ordinal);
    }

    // The symbol check is told apart from the guard here: these commands run in the sandbox itself.
    [Theory]
    [InlineData("cat /etc/shadow", false)]
    [InlineData("ls /root /home /var /work", false)]
    [InlineData("cat SECRET", false)]
    [InlineData("touch /usr/x /evaluator/x /dotnet/x", false)]
    [InlineData("test \"$(ls /sys 2>/dev/null)\"", false)]
    [InlineData("grep -q '^CapEff:[[:space:]]*0000000000000000$' /proc/self/status", true)]
    [InlineData("grep -q '^NoNewPrivs:[[:space:]]*1$' /proc/self/status", true)]
    [InlineData("test \"$(tail -n +3 /proc/self/net/dev | cut -d: -f1 | tr -d ' ')\" = lo", true)]
    [InlineData("test \"$(ls /proc)\" = self", true)]
    [InlineData("echo x > /tmp/x", true)]
    public async Task The_sandbox_holds_what_the_check_would_miss(string command, bool succeeds)
    {
        var secret = Path.Combine(_folder, "secret");
        await File.WriteAllTextAsync(secret, "secret");
        var arguments = EvaluatorSandbox.Arguments(Options(TimeSpan.FromSeconds(20))).TakeWhile(argument => argument != "prlimit");
        var start = new ProcessStartInfo("bwrap", [.. arguments, "sh", "-c", command.Replace("SECRET", secret, StringComparison.Ordinal)])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.DoesNotContain("bwrap:", said, StringComparison.Ordinal);
        Assert.True(succeeds == (process.ExitCode == 0), $"`{command}` ended with status {process.ExitCode}: {said}");
    }

    private static Task<Evaluation<Plan>> EvaluateAsync(ScriptEvaluator evaluator, string script) => evaluator.EvaluateProjectAsync(
        new ScriptSource(".pipeline/pipeline.csx", ImmutableSortedDictionary<string, string>.Empty.Add(".pipeline/pipeline.csx", script)),
        ["check", "gate"],
        CancellationToken.None);

    // The first script has warm ones started.
    private async Task<ScriptEvaluator> MakeAsync(int warm)
    {
        var evaluator = new ScriptEvaluator(Options(TimeSpan.FromSeconds(60)) with { Warm = warm }, _clock, NullLogger<ScriptEvaluator>.Instance);
        if (warm > 0)
        {
            Assert.NotNull((await EvaluateAsync(evaluator, Head + "return Project(Commit(Job(\"unit\").Sh(\"make\")));")).Value);
            await evaluator.WhenWarm;
        }

        return evaluator;
    }

    private ScriptEvaluator Make() => new(Options(TimeSpan.FromSeconds(60)), TimeProvider.System, NullLogger<ScriptEvaluator>.Instance);

    private ScriptEvaluatorOptions Options(TimeSpan limit) => new() { EvaluatorAssembly = BuiltEvaluator.Assembly, CacheDirectory = _folder, TimeLimit = limit };
}
