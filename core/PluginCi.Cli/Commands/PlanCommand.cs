using System.Collections.Immutable;
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
        Description = "Only the jobs that run in this pipeline. With --config: a pipeline of the gate, for example test; what the file may not do there is an error.",
    };

    private static readonly Option<string?> Diff = new("--diff") { Description = "Print only what the working tree changes against this commit, branch or tag." };

    private static readonly Option<bool> All = new("--all")
    {
        Description = "Of a config project: what each project of the site runs, with what the site gives and enforces; with --diff what becomes of it by the working tree.",
    };

    private static readonly Option<string?> Repositories = new("--repositories")
    {
        Description = "With --all: the folder that holds clones of the projects by their names, working trees or NAME.git. Default: the folder that the working tree is in.",
    };

    public static Command Create()
    {
        var command = new Command("plan", "Evaluates .pipeline/pipeline.csx (and site.csx) of a working tree, or reads a declarative file, and prints the plan.\n\nExample: pluginci plan . --json")
        {
            Directory, Json, For, Diff, All, Repositories, Pipelines, Recipes, Config, Frames,
        };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(Config) is null && parsed.GetValue(Frames))
            {
                parsed.AddError("--frames needs --config FILE.");
            }

            if (parsed.GetValue(Config) is not null && (parsed.GetValue(All) || parsed.GetValue(Diff) is not null))
            {
                parsed.AddError("--all and --diff are of working trees; leave --config out.");
            }

            if (parsed.GetValue(All) && parsed.GetValue(Diff) is not null && parsed.GetValue(For) is not null)
            {
                parsed.AddError("--all --diff compares all pipelines; leave --for out.");
            }

            if (parsed.GetValue(Repositories) is { } folder && (!parsed.GetValue(All) || !System.IO.Directory.Exists(folder)))
            {
                parsed.AddError(parsed.GetValue(All) ? $"There is no folder {folder}." : "--repositories needs --all.");
            }
        });
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(Config) is { } config
            ? PlanConfig.RunAsync(config, parsed.GetValue(Frames), parsed.GetValue(Json), parsed.GetValue(For), cancellationToken)
            : RunAsync(parsed, new WorkingTree(parsed.GetValue(Directory) ?? "."), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, WorkingTree tree, CancellationToken cancellationToken)
    {
        var (isJson, only) = (parsed.GetValue(Json), parsed.GetValue(For));
        ImmutableArray<string> pipelines = [.. parsed.GetValue(Pipelines)!];
        if (only is not null)
        {
            pipelines = [.. pipelines.Union([only])];
        }

        using var evaluator = Installation.MakeEvaluator(parsed.GetValue(Recipes) ?? []);
        var clones = new Clones(Path.GetFullPath(parsed.GetValue(Repositories) ?? Path.Combine(tree.Directory, "..")));
        if (parsed.GetValue(Diff) is { } commit)
        {
            var diff = new PlanDiff(tree, commit, evaluator);
            return await (parsed.GetValue(All) ? diff.RunAllAsync(clones, isJson, cancellationToken) : diff.RunAsync(pipelines, only, isJson, cancellationToken));
        }

        if (!parsed.GetValue(All))
        {
            return await RunAsync(tree, pipelines, only, isJson, evaluator, cancellationToken);
        }

        if (tree.Has(PipelineFiles.Site))
        {
            return await new SitePlans(tree, clones, evaluator).RunAsync(only, isJson, cancellationToken);
        }

        await Console.Error.WriteLineAsync($"{tree.Directory} has no {PipelineFiles.Site}; --all is for the working tree of a config project.");
        return ExitCode.Failed;
    }

    private static async Task<int> RunAsync(
        WorkingTree tree, ImmutableArray<string> pipelines, string? only, bool isJson, ScriptEvaluator evaluator, CancellationToken cancellationToken)
    {
        if (tree.Entry is null && !tree.Has(PipelineFiles.Site))
        {
            await Console.Error.WriteLineAsync($"{tree.Directory} has no {PipelineFiles.Script}, {PipelineFiles.Declared} or {PipelineFiles.Site}. `pluginci init` writes the first.");
            return ExitCode.Failed;
        }

        var status = ExitCode.Ok;
        if (tree.Has(PipelineFiles.Site))
        {
            var site = await evaluator.EvaluateSiteAsync(tree.ReadScript(PipelineFiles.Site), cancellationToken);
            status = Math.Max(status, Print(site, isJson, PlanTree.Of));
        }

        if (tree.Entry is { } entry)
        {
            var project = await evaluator.EvaluateProjectAsync(tree.ReadScript(entry), pipelines, cancellationToken);
            status = Math.Max(status, Print(project with { Value = project.Value is { } plan ? In(only, plan) : null }, isJson, plan => PlanTree.Of(tree.Name, plan)));
        }

        return status;
    }

    private static Plan In(string? only, Plan plan) =>
        only is null ? plan : plan with { Jobs = [.. plan.Jobs.Where(job => job.Pipelines.IsEmpty || job.Pipelines.Contains(only))] };

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
