using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PluginCi.Model;

namespace PluginCi.Declarative;

/// <summary>The jobs that a file of PipelineLib stands for: one for each pipeline that can be run here.</summary>
public static partial class PipelineLibJobs
{
    /// <summary>The pipeline of the site for what is done after a merge.</summary>
    private const string AfterMerge = "post";

    private static readonly ImmutableArray<string> Elsewhere = ["promote", "deploy", "trigger"];

    /// <summary>Makes them.</summary>
    /// <param name="path">The file, as messages name it.</param>
    /// <param name="text">Its text.</param>
    /// <param name="files">The files of the repository below <c>.pipeline</c>, Blubber files among them, by their paths.</param>
    /// <param name="pipelines">The pipelines that the site has.</param>
    /// <returns>The jobs, which are of use only where no diagnostic is an error, and what is wrong.</returns>
    public static (ImmutableArray<JobPlan> Jobs, ImmutableArray<Diagnostic> Diagnostics) Make(string path, string text, IReadOnlyDictionary<string, string> files, ImmutableArray<string> pipelines)
    {
        var file = PipelineLibFile.Read(path, text);
        if (!file.IsGood)
        {
            return ([], file.Diagnostics);
        }

        var findings = new Findings(path);
        var read = new Dictionary<string, BlubberFile>();
        BlubberFile? Find(string name) => read.TryGetValue(name, out var known) ? known : files.TryGetValue(name, out var found) ? read[name] = BlubberFile.Read(name, found) : null;
        var jobs = ImmutableArray.CreateBuilder<JobPlan>();
        foreach (var pipeline in file.Pipelines.Where(pipeline => IsHere(pipeline, findings)))
        {
            // What publishes may run only on what was merged, whatever it is called.
            var isAfter = pipeline.Stages.Any(stage => stage.Guarded.Any()) || AfterMergeForm().IsMatch(pipeline.Name);
            if (isAfter && !pipelines.Contains(AfterMerge))
            {
                findings.Warning(pipeline.At, DeclarativeDiagnostics.NotHere, $"the pipeline '{pipeline.Name}' is for after a merge, and the site has no pipeline '{AfterMerge}', so it never runs");
                continue;
            }

            var job = new LibJob(pipeline, Find, findings).Make(NameOf(pipeline, jobs));
            if (!job.Steps.IsEmpty)
            {
                jobs.Add(job with { Pipelines = isAfter ? [AfterMerge] : [] });
            }
        }

        return (jobs.ToImmutable(), [.. file.Diagnostics, .. findings.InOrder()]);
    }

    // Left out as a whole: half of what it does would be done for nothing.
    private static bool IsHere(LibPipeline pipeline, Findings findings)
    {
        if (pipeline.Stages.SelectMany(stage => stage.Steps.Select(step => (stage, step))).FirstOrDefault(one => Elsewhere.Contains(one.step.Action)) is not { stage: { } stage, step: { } step })
        {
            return true;
        }

        findings.Warning(stage.At, DeclarativeDiagnostics.NotHere, $"the pipeline '{pipeline.Name}' is left out: stage '{stage.Name}' has '{step.Action}', and a build neither deploys nor starts pipelines of another system");
        return false;
    }

    private static string NameOf(LibPipeline pipeline, ImmutableArray<JobPlan>.Builder jobs)
    {
        var name = LibJob.JobNameOf(pipeline.Name);
        while (jobs.Any(job => job.Name == name))
        {
            name += "-";
        }

        return name;
    }

    [GeneratedRegex("^(publish|postmerge|post|release)([-_.].*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex AfterMergeForm();
}
