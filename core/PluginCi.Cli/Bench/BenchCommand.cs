using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PluginCi.Model;
using Spectre.Console;

namespace PluginCi.Cli;

/// <summary><c>pluginci bench</c>: measures what the gate's decisions, merges, builds and scripts cost on this machine.</summary>
internal static class BenchCommand
{
    private static readonly Dictionary<string, Func<bool, CancellationToken, Task<IReadOnlyList<BenchFigure>>>> Benches = new()
    {
        ["gate"] = (_, token) => GateBench.RunAsync(token),
        ["merges"] = (isQuick, token) => MergeBench.RunAsync(isQuick ? MergeBench.Quick : MergeBench.Usual, token),
        ["executors"] = (isQuick, token) => ExecutorBench.RunAsync(isQuick ? ExecutorBench.Quick : ExecutorBench.Usual, token),
        ["scripts"] = (isQuick, token) => ScriptBench.RunAsync(isQuick ? ScriptBench.Quick : ScriptBench.Usual, token),
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print an array of { \"name\", \"value\", \"unit\" }, and nothing else." };

    private static readonly Option<bool> Quick = new("--quick") { Description = "Measure merges, builds and sites at a smaller size, which the names of the figures tell, to see that all of it works." };

    private static readonly Argument<string[]> Names = CreateNames();

    public static Command Create()
    {
        var command = new Command(
            "bench",
            "Measures what the gate's decisions (gate), its merges (merges), the running of builds (executors) and pipeline scripts (scripts) cost on this machine; each figure is the median of several rounds.\n\nExample: pluginci bench gate --json")
        {
            Names, Json, Quick,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(Names)!, parsed.GetValue(Json), parsed.GetValue(Quick), cancellationToken));
        return command;
    }

    private static Argument<string[]> CreateNames()
    {
        var names = new Argument<string[]>("BENCH") { Description = "gate, merges, executors, scripts or several of them.", Arity = ArgumentArity.OneOrMore };
        names.Validators.Add(found =>
        {
            foreach (var token in found.Tokens.Where(token => !Benches.ContainsKey(token.Value)))
            {
                found.AddError($"There is no bench '{token.Value}'. Known benches: {string.Join(", ", Benches.Keys)}.");
            }
        });
        return names;
    }

    private static async Task<int> RunAsync(string[] names, bool isJson, bool isQuick, CancellationToken cancellationToken)
    {
        var figures = new List<BenchFigure>();
        foreach (var name in names.Distinct())
        {
            figures.AddRange(await Benches[name](isQuick, cancellationToken));
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
            table.AddRow(figure.Name, figure.Value.ToString("0.00##", CultureInfo.InvariantCulture), figure.Unit);
        }

        AnsiConsole.Write(table);
    }
}
