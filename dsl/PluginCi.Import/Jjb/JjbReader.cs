using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads a folder of Jenkins Job Builder.</summary>
internal sealed class JjbReader(ImportInput input)
{
    /// <summary>What the folder is usually called.</summary>
    public const string UsualFolder = "jjb";

    private readonly Notes _notes = new();

    /// <summary>Imports the jobs of files.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="project">The name of the repository in the site.</param>
    /// <param name="origin">What they are from, for the first line of the scripts.</param>
    public ImportResult Read(IEnumerable<string> paths, string project, string origin)
    {
        var library = new JjbLibrary(paths, input, _notes);
        if (!library.Diagnostics.IsEmpty)
        {
            return new ImportResult { Diagnostics = library.Diagnostics };
        }

        var taken = new HashSet<string>();
        var plans = library.Jobs.Select(job => (Plan: PlanOf(job), Found: library.Find(job.Name, job.Map.File, job.Map.At))).Where(entry => entry.Found is not null).ToArray();
        var result = new ImportResult { JobsFound = library.Jobs.Length };
        if (plans.Length == 0)
        {
            return result with { Notes = _notes.InOrder() };
        }

        var extra = JobPipelines.Extra([.. plans.Select(entry => entry.Plan)]);
        var jobs = JobOrder.Sort([.. plans.Select(entry => entry.Found! with { Name = JobNames.Free(entry.Found.Name, taken), Pipelines = JobPipelines.Of(entry.Plan, extra) })], _notes);
        TimeLimits.Tell(jobs, "Jenkins has no limit", _notes);
        var site = new FoundSite(
            [new FoundRepository(project, null, [])],
            [Occasions.PipelineOf(Occasion.MergeRequest), Occasions.Gate, .. extra.Select(Occasions.PipelineOf)],
            [.. jobs.SelectMany(job => job.Semaphores).Distinct().Order(StringComparer.Ordinal).Select(name => (name, 1))]);
        return (result with { Notes = _notes.InOrder(), Scripts = ImportScripts.Of(jobs, site, Path.GetFileName(origin.TrimEnd('/'))) }).WithJobs([.. jobs.Select(job => job.Origin)]);
    }

    // Without a trigger a job is started by hand, or by a system that is not told of here.
    private RunPlan PlanOf(JjbJob job)
    {
        var runs = new HashSet<Occasion>();
        foreach (var item in (job.Map["triggers"] as ListNode)?.Items ?? [])
        {
            var (name, value) = item switch { ScalarNode text => (text.Value, null), MapNode { Entries: [var only, ..] } => (only.Key, only.Value), _ => ("", null) };
            switch (name)
            {
                case "zuul" or "gerrit" or "github-pull-request" or "gitlab" or "ghprb":
                    runs.Add(Occasion.MergeRequest);
                    break;
                case "zuul-post" or "github" or "bitbucket":
                    runs.Add(Occasion.DefaultBranch);
                    break;
                case "timed" or "pollscm":
                    runs.Add(Occasion.Schedule);
                    var time = (value as ScalarNode)?.Value ?? (value as MapNode)?.Text("cron") ?? "";
                    _notes.NeedsPerson(item.File, item.At, $"{job.Name}.triggers", $"its time is '{time}' by the clock of Jenkins; the pipeline 'nightly' runs at 3:00 UTC until it is told when");
                    break;
                default:
                    runs.Add(Occasion.Manual);
                    _notes.NeedsPerson(item.File, item.At, $"{job.Name}.triggers", $"'{name}' starts nothing here; operators enqueue by pluginci enqueue");
                    break;
            }
        }

        return runs.Count == 0 ? new RunPlan { IsManual = true } : new RunPlan { Runs = [.. runs] };
    }
}
