using System.CommandLine;
using System.Text.Json;
using PluginCi.Model;

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
        var (found, trouble) = await client.GetAsync($"api/changes/{change}/explanation", cancellationToken);
        if (found is not { } explanation)
        {
            await Console.Error.WriteLineAsync(trouble);
            return ExitCode.Failed;
        }

        if (isJson)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(explanation, ModelJson.Indented));
        }
        else
        {
            foreach (var line in ExplanationText.Of(explanation))
            {
                await Console.Out.WriteLineAsync(line);
            }
        }

        return ExitCode.Ok;
    }
}
