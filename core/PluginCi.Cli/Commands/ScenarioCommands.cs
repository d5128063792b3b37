using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using PluginCi.Simulation;

namespace PluginCi.Cli;

/// <summary><c>pluginci scenario run</c>: plays scenario files through the gate's own engine.</summary>
internal static class ScenarioCommands
{
    private static readonly JsonSerializerOptions JsonForm = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Argument<string[]> Paths = CreatePaths();

    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object a file, and nothing else." };

    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Draw the queues after each step." };

    private static readonly Option<bool> FromJournal = new("--from-journal")
    {
        Description = "Throw the gate away after every step and recover it from its journal; it must be the same then.",
    };

    public static Command Create()
    {
        var run = new Command("run", "Plays scenarios and tells which of them came out as expected.\n\nExample: pluginci scenario run tests/scenarios --from-journal")
        {
            Paths, Json, Verbose, FromJournal,
        };
        run.SetAction(parsed => Run(
            parsed.GetValue(Paths)!,
            parsed.GetValue(Json),
            new ScenarioOptions { Draws = parsed.GetValue(Verbose) && !parsed.GetValue(Json), FromJournal = parsed.GetValue(FromJournal) }));
        return new Command("scenario", "Plays what people and builds do to a gate, without any server.") { run };
    }

    private static Argument<string[]> CreatePaths()
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "A scenario file, or a folder whose scenarios are all played; may be repeated.",
            Arity = ArgumentArity.OneOrMore,
        };

        // What looks like an option and is none would be taken for a path.
        paths.Validators.Add(found =>
        {
            foreach (var token in found.Tokens.Where(token => token.Value.StartsWith('-')))
            {
                found.AddError($"There is no option {token.Value}; a file of that name is written ./{token.Value}.");
            }
        });
        return paths;
    }

    private static int Run(string[] paths, bool isJson, ScenarioOptions options)
    {
        var files = ScenarioRunner.FindFiles(paths);
        if (files.IsEmpty)
        {
            Console.Error.WriteLine($"There is no scenario in {string.Join(", ", paths)}: no YAML file there is a map with the key 'steps' or 'expect'.");
        }

        using var progress = new ProgressLine(files.Length);
        var failed = 0;
        foreach (var file in files)
        {
            progress.Show(file);
            var result = ScenarioRunner.Play(file, options);
            failed += result.Ok ? 0 : 1;
            progress.Clear();
            Print(result, isJson);
        }

        if (!isJson)
        {
            Console.Out.WriteLine($"{files.Length - failed} passed, {failed} failed");
        }

        return failed == 0 && !files.IsEmpty ? ExitCode.Ok : ExitCode.Failed;
    }

    private static void Print(ScenarioResult result, bool isJson)
    {
        if (isJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(
                new { file = result.File, name = result.Name, ok = result.Ok, step = result.Step, message = result.Message }, JsonForm));
        }
        else
        {
            Console.Out.Write(result.Drawing);
            Console.Out.WriteLine(result);
        }
    }
}
