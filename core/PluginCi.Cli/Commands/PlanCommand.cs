using System.CommandLine;
using System.Text.Json;
using PluginCi.Dsl.Hosting;
using PluginCi.Model;
using Spectre.Console;

namespace PluginCi.Cli;

/// <summary><c>pluginci plan</c>: shows what the scripts of a working tree mean.</summary>
internal static class PlanCommand
{
    // What a project may name when no server is asked: the pipelines of a site that defines none.
    internal static readonly string[] UsualPipelines = ["check", "gate"];

    private static readonly Argument<string?> Directory = new("DIR")
    {
        Description = "The working tree. Default: this folder.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print the plan as JSON, as the server stores it." };

    /// <summary>The pipelines whose names a script may use, where no site says so.</summary>
    internal static readonly Option<string[]> Pipelines = new("--pipeline")
    {
        Description = "A pipeline that the site has; may be repeated. Default: check and gate.",
        DefaultValueFactory = _ => UsualPipelines,
    };

    /// <summary>Folders with libraries of recipes.</summary>
    internal static readonly Option<string[]> Recipes = new("--recipes")
    {
        Description = "A folder with libraries of recipes that scripts may name by #r, as the server's setting 'recipes'; may be repeated.",
        HelpName = "FOLDER",
    };

    private static readonly Option<string?> Config = new("--config") { Description = "A declarative file instead of the scripts of a working tree." };

    private static readonly Option<bool> Frames = new("--frames")
    {
        Description = "With --config: one line a pipeline, its name, a tab, and its stages: a|b > c where a and b run at the same time, and c after both.",
    };

    private static readonly Option<string?> For = new("--for")
    {
        Description = "With --config: a pipeline of the gate, for example test; what the file may not do there is an error.",
    };

    public static Command Create()
    {
        var command = new Command("plan", "Evaluates .pipeline/pipeline.csx (and site.csx) of a working tree, or reads a declarative file, and prints the plan.\n\nExample: pluginci plan . --json")
        {
            Directory, Json, Pipelines, Recipes, Config, Frames, For,
        };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(Config) is null && (parsed.GetValue(Frames) || parsed.GetValue(For) is not null))
            {
                parsed.AddError("--frames and --for need --config FILE.");
            }
        });
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(Config) is { } config
            ? PlanConfig.RunAsync(config, parsed.GetValue(Frames), parsed.GetValue(Json), parsed.GetValue(For), cancellationToken)
            : RunAsync(new WorkingTree(parsed.GetValue(Directory) ?? "."), parsed.GetValue(Pipelines)!, parsed.GetValue(Recipes) ?? [], parsed.GetValue(Json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(WorkingTree tree, string[] pipelines, string[] recipes, bool isJson, CancellationToken cancellationToken)
    {
        if (tree.Entry is null && !tree.Has(WorkingTree.SiteScript))
        {
            await Console.Error.WriteLineAsync($"{tree.Directory} has no {PipelineFiles.Script}, {PipelineFiles.Declared} or {WorkingTree.SiteScript}. `pluginci init` writes the first.");
            return ExitCode.Failed;
        }

        using var evaluator = Installation.MakeEvaluator(recipes);
        var status = ExitCode.Ok;
        if (tree.Has(WorkingTree.SiteScript))
        {
            var site = await evaluator.EvaluateSiteAsync(tree.ReadScript(WorkingTree.SiteScript), cancellationToken);
            status = Math.Max(status, Print(site, isJson, PlanTree.Of));
        }

        if (tree.Entry is { } entry)
        {
            var project = await evaluator.EvaluateProjectAsync(tree.ReadScript(entry), [.. pipelines], cancellationToken);
            status = Math.Max(status, Print(project, isJson, plan => PlanTree.Of(tree.Name, plan)));
        }

        return status;
    }

    internal static int Print<T>(Evaluation<T> evaluation, bool isJson, Func<T, Tree> draw)
        where T : class
    {
        Diagnostics.Tell(evaluation.Diagnostics);

        if (evaluation.Value is not { } plan)
        {
            return ExitCode.Failed;
        }

        if (isJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(plan, ModelJson.Indented));
        }
        else
        {
            AnsiConsole.Write(draw(plan));
        }

        return ExitCode.Ok;
    }
}
