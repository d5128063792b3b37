using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PluginCi.Model;
using Spectre.Console;

namespace PluginCi.Cli;

/// <summary><c>pluginci bench</c>: measures what the gate's decisions and merges cost on this machine.</summary>
internal static class BenchCommand
{
    private static readonly Dictionary<string, Func<CancellationToken, Task<IReadOnlyList<BenchFigure>>>> Benches = new()
    {
        ["gate"] = GateBench.RunAsync,
        ["merges"] = token => MergeBench.RunAsync(MergeBench.Usual, token),
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print an array of { \"name\", \"value\", \"unit\" }, and nothing else." };

    private static readonly Argument<string[]> Names = CreateNames();

    public static Command Create()
    {
        var command = new Command(
            "bench",
            "Measures what the gate's decisions (gate) and its merges (merges) cost on this machine; each figure is the median of several rounds.\n\nExample: pluginci bench gate --json")
        {
            Names, Json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(Names)!, parsed.GetValue(Json), cancellationToken));
        return command;
    }

    private static Argument<string[]> CreateNames()
    {
        var names = new Argument<string[]>("BENCH") { Description = "gate, merges or both.", Arity = ArgumentArity.OneOrMore };
        names.Validators.Add(found =>
        {
            foreach (var token in found.Tokens.Where(token => !Benches.ContainsKey(token.Value)))
            {
                found.AddError($"There is no bench '{token.Value}'. Known benches: {string.Join(", ", Benches.Keys)}.");
            }
        });
        return names;
    }

    private static async Task<int> RunAsync(string[] names, bool isJson, CancellationToken cancellationToken)
    {
        var figures = new List<BenchFigure>();
        foreach (var name in names.Distinct())
        {
            figures.AddRange(await Benches[name](cancellationToken));
        }

        if (isJson)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(figures, ModelJson.Indented));
        }
        else
        {
            Print(figures);
        }

        return ExitCode.Ok;
    }

    private static void Print(List<BenchFigure> figures)
    {
        var table = new Table().AddColumns("name", "value", "unit");
        foreach (var figure in figures)
        {
            table.AddRow(figure.Name, figure.Value.ToString("0.00", CultureInfo.InvariantCulture), figure.Unit);
        }

        AnsiConsole.Write(table);
    }
}
