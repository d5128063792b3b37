using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Dsl.Hosting;

namespace PluginCi.Cli;

/// <summary>Measures pipeline scripts: one alone, and those of a whole site.</summary>
internal static class ScriptBench
{
    /// <summary>Projects of a site, as many as the larger ones have.</summary>
    public const int Usual = 2000;

    /// <summary>Enough to see that all of it works.</summary>
    public const int Quick = 60;

    private const int Rounds = 9;
    private const int CachedCalls = 200;

    public static async Task<IReadOnlyList<BenchFigure>> RunAsync(int projects, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateTempSubdirectory("pluginci-bench-").FullName;
        try
        {
            return
            [
                await MeasureCachedAsync(scratch, cancellationToken),
                await MeasureChangedAsync("scripts.warm.ms", scratch, warm: 1, cancellationToken),
                await MeasureChangedAsync("scripts.cold.ms", scratch, warm: 0, cancellationToken),
                .. await MeasureSiteAsync(projects, Path.Combine(scratch, "site"), cancellationToken),
            ];
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    // A call is too short to be measured alone.
    private static async Task<BenchFigure> MeasureCachedAsync(string scratch, CancellationToken cancellationToken)
    {
        using var evaluator = Make(scratch, warm: 0);
        var times = new List<TimeSpan>();
        for (var round = 0; round <= Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var call = 0; call < CachedCalls; call++)
            {
                Check(await evaluator.EvaluateProjectAsync(BenchSite.MakeProject(0, 0), BenchSite.Pipelines, cancellationToken));
            }

            times.Add(Stopwatch.GetElapsedTime(start) / CachedCalls);
        }

        return BenchFigure.MedianOf("scripts.cached.ms", times.Skip(1), digits: 4);
    }

    private static async Task<BenchFigure> MeasureChangedAsync(string name, string scratch, int warm, CancellationToken cancellationToken)
    {
        using var evaluator = Make(scratch, warm);
        var times = new List<TimeSpan>();
        for (var round = 0; round <= Rounds; round++)
        {
            await evaluator.WhenWarm.WaitAsync(cancellationToken);
            var start = Stopwatch.GetTimestamp();
            Check(await evaluator.EvaluateProjectAsync(BenchSite.MakeProject(round, Rounds + warm), BenchSite.Pipelines, cancellationToken));
            times.Add(Stopwatch.GetElapsedTime(start));
        }

        return BenchFigure.MedianOf(name, times.Skip(1));
    }

    private static async Task<IReadOnlyList<BenchFigure>> MeasureSiteAsync(int projects, string folder, CancellationToken cancellationToken)
    {
        var scripts = Enumerable.Range(0, projects).Select(project => BenchSite.MakeProject(project, 0)).ToArray();
        var cold = await MeasureLoadAsync(folder, scripts, isKnown: false, cancellationToken);
        var starts = new List<TimeSpan>();
        for (var round = 0; round < 3; round++)
        {
            starts.Add(await MeasureLoadAsync(folder, scripts, isKnown: true, cancellationToken));
        }

        return
        [
            BenchFigure.MedianOf($"site.{projects}.cold.ms", [cold]),
            BenchFigure.MedianOf($"site.{projects}.warm_start.ms", starts),
            BenchFigure.MedianOf($"site.{projects}.one_changed.ms", await MeasureOneChangedAsync(folder, scripts, cancellationToken)),
        ];
    }

    private static async Task<TimeSpan> MeasureLoadAsync(string folder, ScriptSource[] scripts, bool isKnown, CancellationToken cancellationToken)
    {
        using var evaluator = Make(folder, warm: 0);
        var start = Stopwatch.GetTimestamp();
        Check(await evaluator.EvaluateSiteAsync(BenchSite.Make(scripts.Length), cancellationToken));
        var plans = await evaluator.EvaluateProjectsAsync(scripts, BenchSite.Pipelines, cancellationToken);
        var time = Stopwatch.GetElapsedTime(start);
        foreach (var plan in plans)
        {
            Check(plan);
            if (isKnown && !plan.IsFromCache)
            {
                throw new InvalidOperationException("A plan of the bench was not remembered.");
            }
        }

        return time;
    }

    // All plans are asked for, as after a merge of which only git knows what it changed.
    private static async Task<IReadOnlyList<TimeSpan>> MeasureOneChangedAsync(string folder, ScriptSource[] scripts, CancellationToken cancellationToken)
    {
        using var evaluator = Make(folder, warm: 1);
        var times = new List<TimeSpan>();
        for (var round = 0; round <= Rounds; round++)
        {
            scripts[round] = BenchSite.MakeProject(round, 1);
            await evaluator.WhenWarm.WaitAsync(cancellationToken);
            var start = Stopwatch.GetTimestamp();
            var plans = await evaluator.EvaluateProjectsAsync(scripts, BenchSite.Pipelines, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(start));
            Check(plans[round]);
        }

        return [.. times.Skip(1)];
    }

    private static void Check<T>(Evaluation<T> evaluation)
        where T : class
    {
        if (evaluation.Value is null)
        {
            throw new InvalidOperationException($"A script of the bench is wrong: {string.Join('\n', evaluation.Diagnostics)}");
        }
    }

    private static ScriptEvaluator Make(string folder, int warm) => new(
        new ScriptEvaluatorOptions { EvaluatorAssembly = Installation.Evaluator, CacheDirectory = folder, Warm = warm }, TimeProvider.System, NullLogger<ScriptEvaluator>.Instance);
}
