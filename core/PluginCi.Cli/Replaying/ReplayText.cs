using System.Globalization;
using System.Text.Json;
using PluginCi.Model;
using PluginCi.Server;

namespace PluginCi.Cli;

/// <summary>Writes the past down: events in a list, queues as pictures of an item a line.</summary>
internal static class ReplayText
{
    public static IEnumerable<string> List(IEnumerable<Replay.Entry> events, bool isJson) =>
        isJson ? [JsonSerializer.Serialize(events, ModelJson.Indented)] : events.SelectMany(Lines);

    public static IEnumerable<string> Draw(Replay.Moment moment, bool isJson) =>
        isJson ? [JsonSerializer.Serialize(moment, ModelJson.Indented)] : [.. moment.Queues.SelectMany(Draw), .. moment.Event is { } own ? Lines(own) : []];

    private static IEnumerable<string> Lines(Replay.Entry entry) =>
    [
        $"event {entry.Number}  {entry.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}  {entry.Queue}  {entry.Event}  {entry.About}".TrimEnd(),
        .. entry.Reasons.Select(reason => $"    {reason.Kind}: {reason.Text}"),
    ];

    private static IEnumerable<string> Draw(QueueView queue)
    {
        yield return $"queue {queue.Name}";
        foreach (var freeze in queue.Freezes)
        {
            yield return $"  merges of {freeze.Merges} are frozen by {freeze.Who}: {freeze.Reason}";
        }

        foreach (var pipeline in queue.Pipelines.Where(pipeline => pipeline.Items.Count > 0))
        {
            yield return $"  {pipeline.Name}{(pipeline.Window is { } window ? $" (window {window})" : "")}";
            var rows = pipeline.Items.Select(item => (item.Title, On: On(item), Standing: Rest(item))).ToArray();
            var (titles, ons) = (rows.Max(row => row.Title.Length), rows.Max(row => row.On.Length));
            foreach (var row in rows)
            {
                yield return $"    {row.Title.PadRight(titles)}  {row.On.PadRight(ons)}  {row.Standing}".TrimEnd();
            }
        }

        foreach (var waiting in queue.Waiting)
        {
            yield return $"  {waiting.Change} waits to enter: {waiting.Reason}";
        }
    }

    private static string On(ItemView item) => item.TestedOn is { } changes ? string.Concat(changes.Select(change => $"{change}+")) : "";

    private static string Rest(ItemView item)
    {
        var jobs = item.Jobs.Select(job => $"{job.Job} {job.Standing.ToString().ToLowerInvariant()}{(job.IsReused ? ", kept" : "")}");
        var state = item.State.ToString().ToLowerInvariant();
        string[] parts = [state, .. item.Jobs.Count > 0 ? [string.Join(", ", jobs)] : Array.Empty<string>(), .. item.Reason.Length > 0 ? [item.Reason] : Array.Empty<string>()];
        return string.Join("; ", parts);
    }
}
