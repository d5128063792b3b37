using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Dsl.Hosting;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>Evaluators that wait for their script, in the real sandbox.</summary>
public sealed class WarmEvaluatorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-dsl-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_warm_one_evaluates_one_script_and_another_takes_its_place()
    {
        var options = Options();
        using var warm = new WarmEvaluators(options, NullLogger.Instance);
        var single = new SingleEvaluation(options, warm, TimeProvider.System, NullLogger.Instance);
        Assert.Null(warm.Take());
        warm.Refill();
        warm.Refill();
        await warm.WhenWarm;

        Assert.Equal("unit", await EvaluateAsync(single));
        using var second = warm.Take();
        Assert.NotNull(second);
        Assert.Null(warm.Take());
        Assert.NotNull((await second.AskAsync(Request(), CancellationToken.None)).Response);
        Assert.False((await second.AskAsync(Request(), CancellationToken.None)).IsTaken);
    }

    [Fact]
    public async Task One_that_died_before_it_was_asked_costs_no_script_anything()
    {
        var options = Options() with { Warm = 2 };
        using var warm = new WarmEvaluators(options, NullLogger.Instance);
        var single = new SingleEvaluation(options, warm, TimeProvider.System, NullLogger.Instance);
        warm.Refill();
        await warm.WhenWarm;
        KillAll(options);
        Assert.Equal("unit", await EvaluateAsync(single));
    }

    [Fact]
    public async Task Those_of_an_installation_that_was_replaced_are_thrown_away()
    {
        var options = Options();
        using var warm = new WarmEvaluators(options, NullLogger.Instance);
        warm.Refill();
        await warm.WhenWarm;
        File.SetLastWriteTimeUtc(options.EvaluatorAssembly, File.GetLastWriteTimeUtc(options.EvaluatorAssembly).AddSeconds(1));
        Assert.Null(warm.Take());
        await AllEndAsync(options);
    }

    // What a server that is killed leaves: a pipe without anybody at its other end.
    [Fact]
    public async Task One_that_waits_ends_with_whoever_started_it()
    {
        using var process = Process.Start(new ProcessStartInfo("bwrap", [.. EvaluatorSandbox.Arguments(Options()), nameof(EvaluatorKind.Warm)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal(EvaluatorLoop.IsWarm, await process.StandardOutput.ReadLineAsync());
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task All_end_with_the_evaluator_and_none_is_started_where_none_is_wanted()
    {
        var options = Options();
        using (var evaluator = new ScriptEvaluator(options with { Warm = 0 }, TimeProvider.System, NullLogger<ScriptEvaluator>.Instance))
        {
            await evaluator.EvaluateProjectAsync(new ScriptSource(PipelineFiles.Script, Request().Files), ["check"], CancellationToken.None);
            await AllEndAsync(options);
        }

        using (var evaluator = new ScriptEvaluator(options, TimeProvider.System, NullLogger<ScriptEvaluator>.Instance))
        {
            await evaluator.EvaluateProjectAsync(new ScriptSource(PipelineFiles.Script, Request().Files), ["gate"], CancellationToken.None);
            await evaluator.WhenWarm;
            Assert.NotEmpty(Running(options));
        }

        await AllEndAsync(options);
    }

    [Fact]
    public async Task A_caller_who_goes_away_ends_the_script()
    {
        var options = Options();
        using var warm = new WarmEvaluators(options with { Warm = 0 }, NullLogger.Instance);
        var single = new SingleEvaluation(options, warm, TimeProvider.System, NullLogger.Instance);
        using var away = new CancellationTokenSource();
        var running = single.RunAsync(Request("while (true) { }\n"), away.Token);
        await away.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await AllEndAsync(options);
    }

    private static async Task<string> EvaluateAsync(SingleEvaluation single) => Assert.Single((await single.RunAsync(Request(), CancellationToken.None)).Response.Plan!.Jobs).Name;

    private static EvaluationRequest Request(string first = "") => new()
    {
        IsSite = false,
        Entry = PipelineFiles.Script,
        Files = ImmutableSortedDictionary<string, string>.Empty.Add(
            PipelineFiles.Script, $"#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\n{first}return Project(Commit(Job(\"unit\").Sh(\"make\")));"),
        Pipelines = ["check", "gate"],
    };

    // With an installation of its own each, by which its processes are known.
    private ScriptEvaluatorOptions Options()
    {
        var installed = Directory.CreateDirectory(Path.Combine(_folder, "evaluator")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(BuiltEvaluator.Assembly)!))
        {
            File.Copy(file, Path.Combine(installed, Path.GetFileName(file)));
        }

        return new ScriptEvaluatorOptions
        {
            EvaluatorAssembly = Path.Combine(installed, Path.GetFileName(BuiltEvaluator.Assembly)),
            CacheDirectory = Path.Combine(_folder, "plans"),
            Warm = 1,
            TimeLimit = TimeSpan.FromSeconds(60),
        };
    }

    // A process that is being killed has no command line any more.
    private static int[] Running(ScriptEvaluatorOptions options) => [.. Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
        .Where(id => id > 0 && CommandOf(id).Contains(Path.GetDirectoryName(options.EvaluatorAssembly)!, StringComparison.Ordinal))];

    // What was killed takes a moment to end.
    private static async Task AllEndAsync(ScriptEvaluatorOptions options)
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        foreach (var id in Running(options))
        {
            try
            {
                using var process = Process.GetProcessById(id);
                await process.WaitForExitAsync(soon.Token);
            }
            catch (ArgumentException)
            {
                // It has ended already.
            }
        }

        Assert.Empty(Running(options));
    }

    private static string CommandOf(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static void KillAll(ScriptEvaluatorOptions options)
    {
        foreach (var id in Running(options))
        {
            using var process = Process.GetProcessById(id);
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }
}
