using System.Collections.Immutable;
using System.Text.Json;
using PluginCi.Dsl.Hosting;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Scheduler;
using PluginCi.Server;

namespace PluginCi.Cli;

/// <summary><c>pluginci plan --diff</c>: what a working tree changes, against a commit.</summary>
/// <param name="tree">The working tree.</param>
/// <param name="commit">The commit that it is compared with.</param>
/// <param name="evaluator">Evaluates the scripts.</param>
internal sealed class PlanDiff(WorkingTree tree, string commit, ScriptEvaluator evaluator)
{
    private readonly SandboxedScripts _scripts = new(evaluator);

    /// <summary>Compares the working tree's own site and pipeline.</summary>
    /// <param name="pipelines">The pipelines that a project may name, where the tree has no site.</param>
    /// <param name="only">Compares the jobs of one pipeline only; null for all.</param>
    /// <param name="isJson">Whether to print JSON.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The status to end with.</returns>
    public async Task<int> RunAsync(ImmutableArray<string> pipelines, string? only, bool isJson, CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is not var (was, becomes))
        {
            return ExitCode.Failed;
        }

        var lines = new List<(ProjectName? Project, string Line)>();
        if (was.ContainsKey(PipelineFiles.Site) || becomes.ContainsKey(PipelineFiles.Site))
        {
            var (before, after) = (await SiteAsync(was, commit, cancellationToken), await SiteAsync(becomes, null, cancellationToken));
            if (before is null || after is null)
            {
                return ExitCode.Failed;
            }

            lines.AddRange(SiteDifference.OfSites(before, after).Select(line => ((ProjectName?)null, line)));
        }

        if (PipelineFiles.FindEntry(was.ContainsKey) is not null || PipelineFiles.FindEntry(becomes.ContainsKey) is not null)
        {
            if (await JobsAsync(was, pipelines, commit, cancellationToken) is not { } before || await JobsAsync(becomes, pipelines, null, cancellationToken) is not { } after)
            {
                return ExitCode.Failed;
            }

            lines.AddRange(SiteDifference.OfJobs(In(only, before), In(only, after)).Select(line => ((ProjectName?)new ProjectName(tree.Name), line)));
        }

        return Print([.. lines], [.. lines.Select(line => line.Line)], isJson);
    }

    /// <summary>Compares what all projects of the site run.</summary>
    /// <param name="clones">Where their scripts are.</param>
    /// <param name="isJson">Whether to print JSON.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The status to end with.</returns>
    public async Task<int> RunAllAsync(Clones clones, bool isJson, CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken) is not var (was, becomes)
            || await SiteAsync(was, commit, cancellationToken) is not { } before
            || await SiteAsync(becomes, null, cancellationToken) is not { } after)
        {
            return ExitCode.Failed;
        }

        (before, after) = (clones.Complete(before), clones.Complete(after));
        SiteDifferences differences;
        using (var progress = new ProgressLine(after.Projects.Length))
        {
            differences = await new SiteComparison(_scripts).CompareAsync(
                before,
                after,
                project =>
                {
                    progress.Show(project.Name.Value);
                    return clones.ReadAsync(project, cancellationToken);
                },
                cancellationToken);
        }

        if (clones.Missing.Count > 0)
        {
            await Console.Error.WriteLineAsync($"{clones.Missing.Count} projects of the site were not compared, as there is no clone of them: {string.Join(", ", clones.Missing.Take(3))}{(clones.Missing.Count > 3 ? ", …" : "")}. --repositories names the folder that holds them.");
        }

        return Math.Max(
            Print(
                [.. differences.Site.Select(line => ((ProjectName?)null, line)), .. differences.Projects.SelectMany(one => one.Lines, (one, line) => ((ProjectName?)one.Project, line))],
                differences.Lines,
                isJson),
            Diagnostics.Tell(differences.Errors));
    }

    private static IEnumerable<JobPlan> In(string? only, ImmutableArray<JobPlan> jobs) => jobs.Where(job => only is null || job.Pipelines.IsEmpty || job.Pipelines.Contains(only));

    private async Task<(ImmutableSortedDictionary<string, string> Was, ImmutableSortedDictionary<string, string> Becomes)?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await GitScripts.ReadAsync(tree.Directory, commit, cancellationToken) is { } was)
        {
            return (was, tree.ReadScripts());
        }

        await Console.Error.WriteLineAsync(GitProgram.Unknown(tree.Directory, commit));
        return null;
    }

    private async Task<SitePlan?> SiteAsync(ImmutableSortedDictionary<string, string> files, string? at, CancellationToken cancellationToken)
    {
        if (!files.ContainsKey(PipelineFiles.Site))
        {
            await Console.Error.WriteLineAsync($"{tree.Directory} has no {PipelineFiles.Site}{(at is null ? "" : $" at {at}")}.");
            return null;
        }

        var (site, diagnostics) = await _scripts.EvaluateSiteAsync(files, cancellationToken);
        Tell(diagnostics, at);
        return site;
    }

    private async Task<ImmutableArray<JobPlan>?> JobsAsync(ImmutableSortedDictionary<string, string> files, ImmutableArray<string> pipelines, string? at, CancellationToken cancellationToken)
    {
        if (PipelineFiles.FindEntry(files.ContainsKey) is null)
        {
            return [];
        }

        var (plan, diagnostics) = await _scripts.EvaluateProjectAsync(files.Remove(PipelineFiles.Site), pipelines, cancellationToken);
        Tell(diagnostics, at);
        return plan?.Jobs;
    }

    private static void Tell(ImmutableArray<Diagnostic> diagnostics, string? at) =>
        Diagnostics.Tell(diagnostics.Select(diagnostic => at is null ? diagnostic : diagnostic with { Path = $"{at}:{diagnostic.Path}" }));

    private int Print(ImmutableArray<(ProjectName? Project, string Line)> all, ImmutableArray<string> lines, bool isJson)
    {
        if (isJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(all.Select(one => new { Project = one.Project?.Value, Difference = one.Line }), ModelJson.Indented));
        }
        else
        {
            Console.Out.WriteLine(lines.IsEmpty ? $"Nothing differs from {commit}." : string.Join('\n', lines));
        }

        return ExitCode.Ok;
    }
}
