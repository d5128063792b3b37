using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace PluginCi.Cli;

/// <summary><c>pluginci jobs</c>: how the jobs of a server fare, and their tests.</summary>
internal static class JobsCommand
{
    private static readonly Option<bool> Tests = new("--tests") { Description = "List the tests that failed at least once instead, the flakiest first." };

    public static Command Create()
    {
        var command = new Command("jobs", "Lists the jobs of a server, or their tests, with runs, failures, flakes and times.\n\nExample: pluginci jobs --tests")
        {
            Tests, ChangeCommands.Server, ChangeCommands.Json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new ServerClient(parsed.GetValue(ChangeCommands.Server)!), parsed.GetValue(Tests), parsed.GetValue(ChangeCommands.Json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ServerClient server, bool isOfTests, bool isJson, CancellationToken cancellationToken)
    {
        using var client = server;
        return isOfTests
            ? await ChangeCommands.PrintAsync(client, "api/tests", isJson, PrintTests, cancellationToken)
            : await ChangeCommands.PrintAsync(client, "api/jobs", isJson, PrintJobs, cancellationToken);
    }

    private static void PrintJobs(JsonElement jobs)
    {
        var table = new Table().AddColumns("job", "queue", "runs", "failed", "flaky", "seconds", "quarantine");
        foreach (var job in jobs.EnumerateArray())
        {
            table.AddRow([ChangeCommands.Text(job, "job"), .. Numbers(job), job.TryGetProperty("quarantine", out var reason) ? Markup.Escape(reason.ToString()) : ""]);
        }

        AnsiConsole.Write(table);
    }

    private static void PrintTests(JsonElement tests)
    {
        var table = new Table().AddColumns("test", "job", "queue", "runs", "failed", "flaky", "seconds");
        foreach (var test in tests.EnumerateArray())
        {
            table.AddRow([ChangeCommands.Text(test, "test"), ChangeCommands.Text(test, "job"), .. Numbers(test)]);
        }

        AnsiConsole.Write(table);
    }

    private static string[] Numbers(JsonElement row) =>
    [
        ChangeCommands.Text(row, "queue"), ChangeCommands.Text(row, "runs"), Share(row, "failureRate"), Share(row, "flakeRate"), Number(row.GetProperty("meanSeconds").GetDouble()),
    ];

    private static string Share(JsonElement row, string name) => $"{Number(row.GetProperty(name).GetDouble() * 100)} %";

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
