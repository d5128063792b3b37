using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace PluginCi.Cli;

/// <summary><c>pluginci executor list</c>, <c>drain</c> and <c>resume</c>: look after what runs builds, through a server.</summary>
internal static class ExecutorCommands
{
    private static readonly Argument<string> Name = new("EXECUTOR") { Description = "The executor's name." };

    private static readonly Option<string?> DrainReason = new("--reason") { Description = "Why; those whose builds wait read it.", Required = true };

    private static readonly Option<string?> Reason = new("--reason") { Description = "Why." };

    public static Command Create()
    {
        var list = new Command("list", "Shows each executor with its labels, its room, and the builds that run and wait, and each quota of the site.\n\nExample: pluginci executor list --json") { ChangeCommands.Server, ChangeCommands.Json };
        list.SetAction(ListAsync);
        var drain = new Command("drain", "Gives an executor no more builds; those that it runs go on to their end.\n\nExample: pluginci executor drain sandbox --reason \"new disks\"")
        {
            Name, DrainReason, OperatorCommands.Who, ChangeCommands.Server, ChangeCommands.Json,
        };
        drain.SetAction((parsed, cancellationToken) => PostAsync("drain", DrainReason, parsed, cancellationToken));
        var resume = new Command("resume", "Gives a drained executor builds again.\n\nExample: pluginci executor resume sandbox") { Name, Reason, OperatorCommands.Who, ChangeCommands.Server, ChangeCommands.Json };
        resume.SetAction((parsed, cancellationToken) => PostAsync("resume", Reason, parsed, cancellationToken));
        return new Command("executor", "Looks after what runs builds.\n\nExample: pluginci executor list") { list, drain, resume };
    }

    private static Task<int> PostAsync(string verb, Option<string?> reason, ParseResult parsed, CancellationToken cancellationToken) => OperatorCommands.PostAsync(
        parsed,
        $"api/executors/{Uri.EscapeDataString(parsed.GetValue(Name)!)}/{verb}",
        new { who = parsed.GetValue(OperatorCommands.Who), reason = parsed.GetValue(reason) },
        cancellationToken);

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var client = new ServerClient(parsed.GetValue(ChangeCommands.Server)!);
        var isJson = parsed.GetValue(ChangeCommands.Json);
        var code = await ChangeCommands.PrintAsync(client, "api/executors", isJson, PrintExecutors, cancellationToken);

        // Builds that wait for a quota wait although there is room.
        return code != ExitCode.Ok || isJson ? code : await ChangeCommands.PrintAsync(client, "api/quotas", isJson: false, PrintQuotas, cancellationToken);
    }

    private static void PrintExecutors(JsonElement executors)
    {
        var table = new Table().AddColumns("executor", "labels", "running", "room for", "waiting", "");
        foreach (var executor in executors.EnumerateArray())
        {
            table.AddRow(
                Markup.Escape(executor.GetProperty("name").GetString()!),
                Markup.Escape(string.Join(", ", executor.GetProperty("labels").EnumerateArray().Select(label => label.GetString()))),
                executor.GetProperty("running").GetArrayLength().ToString(CultureInfo.InvariantCulture),
                executor.GetProperty("capacity").ToString(),
                executor.GetProperty("waiting").ToString(),
                executor.TryGetProperty("drain", out var drain) && drain.ValueKind == JsonValueKind.Object
                    ? $"[yellow]drained[/] by {Markup.Escape(drain.GetProperty("who").GetString()!)}: {Markup.Escape(drain.GetProperty("reason").GetString()!)}"
                    : "[green]takes builds[/]");
        }

        AnsiConsole.Write(table);
    }

    private static void PrintQuotas(JsonElement quotas)
    {
        var table = new Table().AddColumns("quota", "projects", "running", "at most", "waiting");
        foreach (var quota in quotas.EnumerateArray())
        {
            table.AddRow(
                Markup.Escape(quota.GetProperty("name").GetString()!),
                Markup.Escape(string.Join(", ", quota.GetProperty("projects").EnumerateArray().Select(glob => glob.GetString()).DefaultIfEmpty("all"))),
                quota.GetProperty("running").ToString(),
                quota.GetProperty("builds").ToString(),
                quota.GetProperty("waiting").ToString());
        }

        if (table.Rows.Count > 0)
        {
            AnsiConsole.Write(table);
        }
    }
}
