using System.Text;
using PluginCi.Gating;

namespace PluginCi.Simulation;

/// <summary>Draws the queues of a town: an item a line, with what it is tested on top of and where its jobs stand.</summary>
internal static class QueueDrawing
{
    private const int Indent = 4;

    /// <summary>Draws every queue that is not empty.</summary>
    /// <param name="board">The queues.</param>
    /// <returns>The lines; one that says so when all are empty.</returns>
    public static string Draw(QueueBoard board)
    {
        var lines = new StringBuilder();
        foreach (var queue in board.Queues.Where(queue => queue.Items.Count > 0))
        {
            var window = queue is { IsShared: true, State.Window: > 0 } ? $" (window {queue.State.Window})" : "";
            lines.Append(' ', Indent / 2).AppendLine($"{queue.Pipeline}/{queue.Names[0]}{window}");
            var rows = queue.Held.Select(item => (Title: QueueBoard.EntryOf(item).ToString(), On: OnOf(item), Jobs: JobsOf(item))).ToArray();
            var (titles, ons) = (rows.Max(row => row.Title.Length), rows.Max(row => row.On.Length));
            foreach (var row in rows)
            {
                lines.Append(' ', Indent).AppendLine($"{row.Title.PadRight(titles)}  {row.On.PadRight(ons)}  {row.Jobs}".TrimEnd());
            }
        }

        return lines.Length == 0 ? $"{new string(' ', Indent / 2)}(all queues are empty){Environment.NewLine}" : lines.ToString();
    }

    private static string OnOf(QueueItem item) => string.Concat((item.Buildset?.Ahead ?? []).Select(change => $"{ChangeNames.NameOf(change)}+"));

    private static string JobsOf(QueueItem item) => item.Buildset switch
    {
        null => "waiting",
        { Phase: BuildsetPhase.Preparing } => "preparing",
        { Phase: BuildsetPhase.Conflict } => "conflict",
        { Phase: BuildsetPhase.Misconfigured } => "configuration error",
        { Jobs.IsEmpty: true } => "no jobs",
        var buildset => string.Join(", ", buildset.Jobs.Select(job => $"{job.Name} {StandingOf(buildset, job)}")) + (item.IsSubmitting ? ", submitting" : ""),
    };

    private static string StandingOf(Buildset buildset, FrozenJob job) => JobGraph.StandingOf(buildset, job).ToString().ToLowerInvariant();
}
