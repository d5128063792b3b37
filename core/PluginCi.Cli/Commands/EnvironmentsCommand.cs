using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace PluginCi.Cli;

/// <summary><c>pluginci environments</c>: what was promoted and deployed, by a server.</summary>
internal static class EnvironmentsCommand
{
    private const int ShortCommit = 10;

    private static readonly Argument<string?> Name = new("NAME")
    {
        Description = "An environment, to see its history, newest first. Default: all, each with the newest of every artifact.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create()
    {
        var command = new Command("environments", "Shows what was promoted and deployed to the environments of a server's site.\n\nExample: pluginci environments production") { Name, ChangeCommands.Server, ChangeCommands.Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(Name);
        using var client = new ServerClient(parsed.GetValue(ChangeCommands.Server)!);
        return await ChangeCommands.PrintAsync(
            client,
            name is null ? "api/environments" : $"api/environments/{Uri.EscapeDataString(name)}",
            parsed.GetValue(ChangeCommands.Json),
            found => Print(name is null ? [.. found.EnumerateArray()] : [found]),
            cancellationToken);
    }

    private static void Print(IReadOnlyCollection<JsonElement> environments)
    {
        var table = new Table().AddColumns("environment", "project", "artifact", "", "commit", "build", "when (UTC)");
        foreach (var environment in environments)
        {
            var name = Markup.Escape(environment.GetProperty("name").GetString()!);
            foreach (var release in environment.GetProperty("releases").EnumerateArray())
            {
                var commit = ChangeCommands.Text(release, "commit");
                table.AddRow(
                    name, ChangeCommands.Text(release, "project"), ChangeCommands.Text(release, "artifact"), ChangeCommands.Text(release, "state"), commit[..Math.Min(ShortCommit, commit.Length)], ChangeCommands.Text(release, "build"),
                    release.GetProperty("at").GetDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
            }

            if (environment.GetProperty("releases").GetArrayLength() == 0)
            {
                table.AddRow(name, "", "", "[grey]nothing yet[/]", "", "", "");
            }

            if (environment.TryGetProperty("hold", out var hold) && hold.ValueKind == JsonValueKind.String)
            {
                table.AddRow(name, "", "", $"[yellow]held[/]: {Markup.Escape(hold.GetString()!)}", "", "", "");
            }
        }

        if (table.Rows.Count == 0)
        {
            Console.Out.WriteLine("The site has no environments.");
            return;
        }

        AnsiConsole.Write(table);
    }
}
