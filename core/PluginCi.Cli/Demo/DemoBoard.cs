using PluginCi.Gating;
using PluginCi.Server;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PluginCi.Cli;

/// <summary>Draws the queues for a terminal.</summary>
internal static class DemoBoard
{
    public static IRenderable Draw(QueuesView queues)
    {
        var table = new Table().Title("PluginCI").AddColumns("queue", "pipeline", "change", "project", "subject", "tested on", "builds");
        foreach (var queue in queues.Queues)
        {
            foreach (var pipeline in queue.Pipelines)
            {
                foreach (var item in pipeline.Items)
                {
                    table.AddRow(
                        Markup.Escape(queue.Name),
                        Markup.Escape(pipeline.Name),
                        Markup.Escape(item.Title),
                        Markup.Escape(item.Project),
                        Markup.Escape(item.Subject),
                        Markup.Escape(item.TestedOn is { } on ? string.Join(" + ", on.Prepend("tips")) : "waits"),
                        BuildsOf(item));
                }
            }

            foreach (var waiting in queue.Waiting)
            {
                table.AddRow(Markup.Escape(queue.Name), "", Markup.Escape(waiting.Change), Markup.Escape(waiting.Project), Markup.Escape(waiting.Subject), Markup.Escape(waiting.Reason), "");
            }
        }

        return table;
    }

    private static string BuildsOf(ItemView item) => item.Jobs.Count == 0
        ? item.State.ToString().ToLowerInvariant()
        : string.Join(' ', item.Jobs.Select(job => $"[{ColourOf(job.Standing)}]{Markup.Escape(job.Job)}[/]"));

    private static string ColourOf(JobStanding standing) => standing switch
    {
        JobStanding.Passed => "green",
        JobStanding.Failed => "red",
        JobStanding.Running or JobStanding.Paused => "yellow",
        JobStanding.Skipped or JobStanding.LeftOut or JobStanding.Waiting or JobStanding.Ready => "grey",
    };
}
