using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using PluginCi.Declarative;
using PluginCi.Dsl.Hosting;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary><c>pluginci check</c>: what is wrong with scripts and declarative files.</summary>
internal static class CheckCommand
{
    private static readonly Argument<string[]> Files = new("FILE")
    {
        Description = "A declarative file of any known form, or a script: site.csx, or one below .pipeline, which may then name the pipelines of that site. May be repeated.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print the diagnostics of all files as one JSON array, and nothing else." };

    public static Command Create()
    {
        var command = new Command("check", "Says what is wrong with scripts and declarative files.\n\nExample: pluginci check .pipeline/config.yaml .pipeline/blubber.yaml")
        {
            Files, Json, PlanCommand.Recipes,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(Files)!, parsed.GetValue(PlanCommand.Recipes) ?? [], parsed.GetValue(Json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] files, string[] recipes, bool isJson, CancellationToken cancellationToken)
    {
        var all = ImmutableArray.CreateBuilder<Diagnostic>();
        ImmutableArray<string> pipelines = [.. PlanCommand.UsualPipelines];

        // A site's script comes first, as the others may name its pipelines.
        foreach (var file in files.OrderByDescending(file => Path.GetFileName(file) == PipelineFiles.Site))
        {
            if (!file.EndsWith(".csx", StringComparison.Ordinal))
            {
                all.AddRange(await CheckDeclarativeAsync(file, cancellationToken));
                continue;
            }

            var (site, diagnostics) = await CheckScriptAsync(file, pipelines, recipes, cancellationToken);
            pipelines = site is null ? pipelines : [.. site.Pipelines.Select(pipeline => pipeline.Name)];
            all.AddRange(diagnostics);
        }

        if (!isJson)
        {
            return Diagnostics.Tell(all);
        }

        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(all.ToImmutable(), ModelJson.Indented));
        return all.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? ExitCode.Failed : ExitCode.Ok;
    }

    private static async Task<ImmutableArray<Diagnostic>> CheckDeclarativeAsync(string file, CancellationToken cancellationToken)
    {
        var (text, problem) = DeclarativeInput.Read(file);
        if (text is null)
        {
            return [problem!];
        }

        var form = DeclarativeFile.Check(file, text);
        return form.Kind == DeclarativeKind.Own && form.Diagnostics.IsEmpty ? (await DeclarativeInput.EvaluateAsync(file, text, cancellationToken)).Diagnostics : form.Diagnostics;
    }

    private static async Task<(SitePlan? Site, ImmutableArray<Diagnostic> Diagnostics)> CheckScriptAsync(string file, ImmutableArray<string> pipelines, string[] recipes, CancellationToken cancellationToken)
    {
        if (DeclarativeInput.Read(file).Problem is { } problem)
        {
            return (null, [problem]);
        }

        var path = new FileInfo(file);
        using var evaluator = Installation.MakeEvaluator(recipes);
        if (path.Name == PipelineFiles.Site)
        {
            var site = new WorkingTree(path.DirectoryName!);
            var evaluation = await evaluator.EvaluateSiteAsync(site.ReadScript(PipelineFiles.Site), cancellationToken);
            return (evaluation.Value, evaluation.Diagnostics);
        }

        return FindRoot(path.Directory) is { } root
            ? (null, (await evaluator.EvaluateProjectAsync(ReadBelow(root, path), pipelines, cancellationToken)).Diagnostics)
            : (null, [FileText.CannotRead(file, $"a script is {PipelineFiles.Site}, or stands below a folder .pipeline")]);
    }

    private static ScriptSource ReadBelow(DirectoryInfo root, FileInfo script) =>
        new WorkingTree(root.FullName).ReadScript(Path.GetRelativePath(root.FullName, script.FullName).Replace('\\', '/'));

    // The folder that holds .pipeline.
    private static DirectoryInfo? FindRoot(DirectoryInfo? folder) => folder is null || folder.Name == ".pipeline" ? folder?.Parent : FindRoot(folder.Parent);
}
