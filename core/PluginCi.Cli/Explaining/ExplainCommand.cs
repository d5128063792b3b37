using System.CommandLine;

namespace PluginCi.Cli;

/// <summary><c>pluginci explain</c>: says why a change is where it is.</summary>
internal static class ExplainCommand
{
    private static readonly Argument<string> Change = new("CHANGE") { Description = "The change: its number, or CONNECTION/NUMBER." };

    public static Command Create()
    {
        var command = new Command(
            "explain",
            "Says why a change is or is not queued, what it waits for, what reset it, what each build was given, and when it is likely to merge.\n\nExample: pluginci explain 12")
        {
            Change, ChangeCommands.Server, ChangeCommands.Json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(ChangeCommands.Server)!, ChangeCommands.PathOf(parsed.GetValue(Change)!), parsed.GetValue(ChangeCommands.Json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string server, string change, bool isJson, CancellationToken cancellationToken)
    {
        using var client = new ServerClient(server);
        return await ChangeCommands.PrintAsync(client, $"api/changes/{change}/explanation", isJson, explanation => Console.Out.WriteLine(string.Join(Environment.NewLine, ExplanationText.Of(explanation))), cancellationToken);
    }
}
