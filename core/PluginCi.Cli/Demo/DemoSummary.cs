using PluginCi.Server;
using Spectre.Console;

namespace PluginCi.Cli;

/// <summary>The demo's last words.</summary>
internal static class DemoSummary
{
    public static DemoReport ReportOf(IReadOnlyList<DemoOutcome> outcomes, IReadOnlyList<ChangeView> views, double wallSeconds, bool ok) => new(
        [.. outcomes.Select(outcome => new DemoReportedChange(
            outcome.Id, outcome.Expected.Project, outcome.Expected.Subject, outcome.Result, outcome.Reason, outcome.Seconds))],
        Math.Round(wallSeconds, 2),
        Math.Round(views.SelectMany(view => view.Builds).Sum(build => build.Seconds ?? 0), 2),
        ok);

    public static void Print(DemoReport report, IReadOnlyList<DemoOutcome> outcomes)
    {
        var table = new Table().AddColumns("change", "project", "subject", "result", "reason", "time");
        foreach (var outcome in outcomes)
        {
            var colour = (outcome.IsAsExpected, outcome.IsMerged) switch
            {
                (false, _) => "red bold",
                (_, true) => "green",
                _ => "yellow",
            };
            table.AddRow(
                Markup.Escape(outcome.Id),
                Markup.Escape(outcome.Expected.Project),
                Markup.Escape(outcome.Expected.Subject),
                $"[{colour}]{outcome.Result}{(outcome.IsAsExpected ? "" : " (not expected)")}[/]",
                Markup.Escape(outcome.Reason),
                $"{outcome.Seconds:0.0} s");
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine($"All builds together ran [bold]{report.BuildSeconds:0.0} s[/]; the gate took [bold]{report.Changes.Max(change => change.Seconds):0.0} s[/] for all changes, and from the first push to the last end [bold]{report.WallSeconds:0.0} s[/] went by.");
        AnsiConsole.MarkupLine(report.Ok
            ? "[green]Every change ended as it should; the branches hold exactly what was merged and pass all tests of all groups.[/]"
            : "[red]Something did not end as it should, see above.[/]");
    }
}
