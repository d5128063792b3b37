using System.Globalization;
using System.Text.Json;
using PluginCi.Model;
using PluginCi.Server;
using Spectre.Console;

namespace PluginCi.Cli;

/// <summary>Tells what came of jobs that ran on one's own machine.</summary>
internal static class RunReport
{
    /// <summary>Prints a table for people.</summary>
    /// <param name="results">The jobs, in their order.</param>
    /// <param name="verdict">What the server said of the one job; null where there was none.</param>
    public static void Print(IReadOnlyList<LocalResult> results, BuildView? verdict)
    {
        var table = new Table().AddColumns(verdict is null ? ["job", "result", "time", ""] : ["job", "here", "time", "on the server", "time there", ""]);
        foreach (var (job, outcome) in results)
        {
            string[] there = verdict is null ? [] : [Coloured(verdict.Result), Seconds(verdict.Seconds)];
            table.AddRow([Markup.Escape(job.Name), Coloured(outcome.Result), Seconds(outcome.Duration.TotalSeconds), .. there, Markup.Escape(outcome.Message)]);
        }

        AnsiConsole.Write(table);
        if (verdict is not null)
        {
            AnsiConsole.WriteLine(Compare(results[^1], verdict));
        }
    }

    /// <summary>Writes the same for programs.</summary>
    public static string Json(IReadOnlyList<LocalResult> results, BuildView? verdict) => JsonSerializer.Serialize(
        new
        {
            jobs = results.Select(one => new
            {
                job = one.Job.Name,
                result = one.Outcome.Result,
                seconds = one.Outcome.Duration.TotalSeconds,
                message = one.Outcome.Message,
                one.Job.IsVoting,
                server = verdict is null ? null : new { build = verdict.Id, verdict.State, verdict.Result, verdict.Seconds, verdict.Message },
            }),
            ok = results.All(one => one.IsOk),
        },
        ModelJson.Indented);

    private static string Compare(LocalResult here, BuildView there) => (here.Outcome.Result, there.Result) switch
    {
        (_, null) => "The server's build has not ended yet.",
        (BuildResult.Lost or BuildResult.Cancelled, _) or (_, BuildResult.Lost or BuildResult.Cancelled) => $"On the server: {there.Message}",
        var (mine, theirs) when mine == theirs => $"It ended as on the server: {there.Message}",
        _ => $"It ended otherwise than on the server, of the same sources, artifacts and steps: {there.Message} What differs is the machine, the time, and what it reached by network.",
    };

    private static string Coloured(BuildResult? result) => $"[{(result == BuildResult.Success ? "green" : "red")}]{result?.ToString() ?? "not ended"}[/]";

    private static string Seconds(double? seconds) => seconds is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.0} s") : "";
}
