using System.CommandLine;
using PluginCi.Storage;

namespace PluginCi.Cli;

/// <summary><c>pluginci replay</c>: shows the queues of a server as they were.</summary>
internal static class ReplayCommand
{
    private static readonly Argument<string> Journal = new("JOURNAL")
    {
        Description = "A server's database: pluginci.db, the data folder that holds it, or the address of one of PostgreSQL. It is only read; the server may run meanwhile.",
    };

    private static readonly Option<long?> Until = new("--until") { Description = "The number of an event: draws the queues as they were right after it. Default: lists the events." };

    private static readonly Option<string?> Queue = new("--queue") { Description = "Only this queue." };

    public static Command Create()
    {
        var command = new Command(
            "replay",
            "Plays a server's journal through the gate up to an event and draws the queues as they were, with the reasons of that event.\n\nExample: pluginci replay data/pluginci.db --until 41")
        {
            Journal, Until, Queue, ChangeCommands.Json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            PathOf(parsed.GetValue(Journal)!), parsed.GetValue(Until), parsed.GetValue(Queue), parsed.GetValue(ChangeCommands.Json), cancellationToken));
        return command;
    }

    /// <summary>The database that an argument stands for: itself, or the file in a data folder.</summary>
    internal static string PathOf(string journal) => Directory.Exists(journal) ? Path.Combine(journal, "pluginci.db") : journal;

    private static async Task<int> RunAsync(string path, long? until, string? queue, bool isJson, CancellationToken cancellationToken)
    {
        try
        {
            await using var database = Database.Look(path);
            var replay = new Replay(database, queue);
            var lines = until is { } number
                ? ReplayText.Draw(replay.At(number), isJson)
                : ReplayText.List(replay.Events(), isJson);
            foreach (var line in lines)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await Console.Out.WriteLineAsync(line);
            }

            return ExitCode.Ok;
        }
        catch (InvalidOperationException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCode.Failed;
        }
    }
}
