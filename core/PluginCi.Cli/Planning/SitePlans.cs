using System.Text.Json;
using PluginCi.Dsl.Hosting;
using PluginCi.Model;
using PluginCi.Scheduler;
using PluginCi.Server;
using Spectre.Console;

namespace PluginCi.Cli;

/// <summary><c>pluginci plan --all</c>: what every project of a site runs, with what the site gives and enforces.</summary>
/// <param name="tree">The working tree of the config project.</param>
/// <param name="clones">Where the scripts of the projects are.</param>
/// <param name="evaluator">Evaluates the scripts.</param>
internal sealed class SitePlans(WorkingTree tree, Clones clones, ScriptEvaluator evaluator)
{
    /// <summary>Prints the jobs of each project.</summary>
    /// <param name="pipeline">The pipeline; null for the site's last one that merges, or else its last.</param>
    /// <param name="isJson">Whether to print JSON: an object with the jobs of each project by its name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The status to end with.</returns>
    public async Task<int> RunAsync(string? pipeline, bool isJson, CancellationToken cancellationToken)
    {
        var evaluation = await evaluator.EvaluateSiteAsync(tree.ReadScript(PipelineFiles.Site), cancellationToken);
        Diagnostics.Tell(evaluation.Diagnostics);
        if (evaluation.Value is not { } plan)
        {
            return ExitCode.Failed;
        }

        var site = clones.Complete(plan);
        var named = pipeline ?? (site.Pipelines.LastOrDefault(one => one.Submits) ?? site.Pipelines[^1]).Name;
        if (site.Pipelines.All(one => one.Name != named))
        {
            await Console.Error.WriteLineAsync($"The site has no pipeline '{named}'. Known pipelines: {string.Join(", ", site.Pipelines.Select(one => one.Name))}.");
            return ExitCode.Failed;
        }

        var status = ExitCode.Ok;
        var comparison = new SiteComparison(new SandboxedScripts(evaluator));
        var all = new SortedDictionary<string, IReadOnlyList<JobPlan>>(StringComparer.Ordinal);
        using (var progress = new ProgressLine(site.Projects.Length))
        {
            // The config project has no jobs: it is tested by what it does to the others.
            foreach (var project in site.Projects.Where(project => project.Name.Value != tree.Name))
            {
                progress.Show(project.Name.Value);
                if (await clones.ReadAsync(project, cancellationToken) is { } files)
                {
                    var target = new ProjectBranch(project.Name, project.DefaultBranch);
                    var (jobs, errors) = await comparison.MakeJobsAsync(site, target, named, files, cancellationToken);
                    status = Math.Max(status, Diagnostics.Tell(errors.Select(error => error with { Path = $"{project.Name}/{error.Path}" })));
                    all[project.Name.Value] = jobs;
                }
            }
        }

        Print(all, isJson);
        return clones.Missing.Count == 0 ? status : await TellMissingAsync();
    }

    private async Task<int> TellMissingAsync()
    {
        await Console.Error.WriteLineAsync($"There is no clone of {string.Join(", ", clones.Missing)}. --repositories names the folder that holds them.");
        return ExitCode.Failed;
    }

    private static void Print(SortedDictionary<string, IReadOnlyList<JobPlan>> all, bool isJson)
    {
        if (isJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(all, ModelJson.Indented));
            return;
        }

        foreach (var (project, jobs) in all)
        {
            AnsiConsole.Write(PlanTree.Of(project, new Plan { Jobs = [.. jobs] }));
        }
    }
}
