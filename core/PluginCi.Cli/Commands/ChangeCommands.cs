using System.CommandLine;
using System.Text.Json;
using PluginCi.Model;
using Spectre.Console;

namespace PluginCi.Cli;

/// <summary><c>pluginci change …</c>: looks at changes and acts on them, through a server.</summary>
internal static class ChangeCommands
{
    private static readonly Argument<string> Change = new("CHANGE") { Description = "The change: its number, or CONNECTION/NUMBER." };

    internal static readonly Option<string> Server = new("--server")
    {
        Description = "The server. Default: the environment variable PLUGINCI_SERVER, or http://127.0.0.1:8080.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("PLUGINCI_SERVER") ?? "http://127.0.0.1:8080",
    };

    internal static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };

    public static Command Create()
    {
        var list = new Command("list", "Lists the changes that the server heard of last.\n\nExample: pluginci change list") { Server, Json };
        list.SetAction((parsed, cancellationToken) => ListAsync(new ServerClient(parsed.GetValue(Server)!), parsed.GetValue(Json), cancellationToken));
        var show = new Command("show", "Shows a change, its builds and why the gate did what it did.\n\nExample: pluginci change show 12") { Change, Server, Json };
        show.SetAction((parsed, cancellationToken) => ShowAsync(
            new ServerClient(parsed.GetValue(Server)!), PathOf(parsed.GetValue(Change)!), parsed.GetValue(Json), cancellationToken));
        return new Command("change", "Looks at changes and acts on them.\n\nExample: pluginci change approve 12")
        {
            list,
            show,
            Act("approve", "Gives a change the votes it needs to be merged."),
            Act("abandon", "Gives a change up."),
            Act("restore", "Takes a change up again that was given up."),
            Act("recheck", "Tests a change again."),
        };
    }

    private static Command Act(string verb, string description)
    {
        var command = new Command(verb, $"{description}\n\nExample: pluginci change {verb} 12") { Change, Server };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = new ServerClient(parsed.GetValue(Server)!);
            var path = PathOf(parsed.GetValue(Change)!);
            if (await client.FindTroubleAsync(path, verb, cancellationToken) is { } trouble)
            {
                await Console.Error.WriteLineAsync(trouble);
                return ExitCode.Failed;
            }

            await Console.Out.WriteLineAsync($"{path}: {verb} done.");
            return ExitCode.Ok;
        });
        return command;
    }

    internal static string PathOf(string change) => change.Contains('/', StringComparison.Ordinal) ? change : $"git/{change}";

    private static async Task<int> ListAsync(ServerClient server, bool isJson, CancellationToken cancellationToken)
    {
        using var client = server;
        return await PrintAsync(client, "api/changes", isJson, PrintList, cancellationToken);
    }

    private static async Task<int> ShowAsync(ServerClient server, string path, bool isJson, CancellationToken cancellationToken)
    {
        using var client = server;
        return await PrintAsync(client, $"api/changes/{path}", isJson, PrintChange, cancellationToken);
    }

    /// <summary>Prints what a server answers, as JSON or as the caller draws it.</summary>
    internal static async Task<int> PrintAsync(ServerClient client, string path, bool isJson, Action<JsonElement> print, CancellationToken cancellationToken)
    {
        var (found, trouble) = await client.GetAsync(path, cancellationToken);
        if (found is not { } json)
        {
            await Console.Error.WriteLineAsync(trouble);
            return ExitCode.Failed;
        }

        if (isJson)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(json, ModelJson.Indented));
        }
        else
        {
            print(json);
        }

        return ExitCode.Ok;
    }

    private static void PrintList(JsonElement changes)
    {
        var table = new Table().AddColumns("change", "project", "branch", "patchset", "status", "approved", "subject");
        foreach (var change in changes.EnumerateArray())
        {
            table.AddRow(
                Text(change, "id"), Text(change, "project"), Text(change, "branch"), change.GetProperty("patchset").ToString(), Text(change, "status"),
                change.GetProperty("isApproved").GetBoolean() ? "yes" : "no", Text(change, "subject"));
        }

        AnsiConsole.Write(table);
    }

    private static void PrintChange(JsonElement view)
    {
        var change = view.GetProperty("change");
        AnsiConsole.MarkupLine($"[bold]{Text(change, "id")}[/] {Text(change, "project")} {Text(change, "branch")}: {Text(change, "subject")} ({Text(change, "status")})");
        foreach (var report in view.GetProperty("reports").EnumerateArray())
        {
            AnsiConsole.MarkupLine($"[blue]{Text(report, "pipeline")} {Text(report, "kind")}[/] {Text(report, "message")}");
        }

        foreach (var reason in view.GetProperty("history").EnumerateArray())
        {
            AnsiConsole.MarkupLine($"[grey]{Text(reason, "at")}[/] {Text(reason, "text")}");
        }
    }

    internal static string Text(JsonElement element, string name) => Markup.Escape(element.GetProperty(name).ToString());
}
