using System.Collections.Immutable;
using PluginCi.Declarative;
using PluginCi.Model;

namespace PluginCi.Import;

/// <summary>Reads workflows of GitHub Actions.</summary>
internal sealed class GitHubReader(ImportInput input)
{
    public const string UsualFolder = ".github/workflows";

    private readonly Notes _notes = new();
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly HashSet<string> _taken = [];
    private readonly List<(FoundJob Job, RunPlan Plan)> _found = [];
    private string? _schedule;
    private int _count;

    /// <summary>Imports workflows.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="project">The name of the repository.</param>
    public ImportResult Read(ImmutableArray<string> paths, string project)
    {
        foreach (var path in paths)
        {
            ReadFile(path);
        }

        if (_diagnostics.Count > 0)
        {
            return new ImportResult { Diagnostics = [.. _diagnostics] };
        }

        foreach (var (job, _) in _found.Where(entry => entry.Plan.Runs.IsEmpty))
        {
            _notes.NeedsPerson(job.File, job.At, job.Origin, "no pipeline here runs it, by its conditions; it is left out");
        }

        return Result(project);
    }

    private ImportResult Result(string project)
    {
        var extra = JobPipelines.Extra([.. _found.Select(entry => entry.Plan)]);
        var jobs = JobOrder.Sort([.. _found.Where(entry => !entry.Plan.Runs.IsEmpty).Select(entry => entry.Job with { Pipelines = JobPipelines.Of(entry.Plan, extra) })], _notes);
        var result = new ImportResult { JobsFound = _count };
        if (jobs.IsEmpty)
        {
            return result with { Notes = _notes.InOrder() };
        }

        TimeLimits.Tell(jobs, "GitHub's limit is 6 hours", _notes);
        var nightly = _schedule is null ? null : new FoundPipeline(Occasions.PipelineOf(Occasion.Schedule).Name, $".Independent().Schedule(\"{_schedule}\").LowPrecedence()");
        var site = new FoundSite(
            [new FoundRepository(project, null, [])],
            [Occasions.PipelineOf(Occasion.MergeRequest), Occasions.Gate, .. extra.Select(occasion => occasion == Occasion.Schedule && nightly is not null ? nightly : Occasions.PipelineOf(occasion))],
            []);
        return (result with { Notes = _notes.InOrder(), Scripts = ImportScripts.Of(jobs, site, UsualFolder) }).WithJobs([.. jobs.Select(job => job.Origin)]);
    }

    private void ReadFile(string path)
    {
        var (text, problem) = input.Read(path);
        if (text is null)
        {
            _diagnostics.Add(problem!);
            return;
        }

        var findings = new Findings(path);
        var root = YamlReader.Read(text, findings);
        _diagnostics.AddRange(findings.InOrder());
        if (root is not null)
        {
            ReadWorkflow(root);
        }
    }

    private void ReadWorkflow(MapNode root)
    {
        var keys = new Keys(root, "", _notes);
        keys.Take("name");
        keys.Take("run-name");
        keys.Approximate("permissions", "builds have no token of the review system, and so no permissions");
        keys.Approximate("concurrency", "builds of an outdated patchset are ended");
        var triggers = new GitHubTriggers(_notes);
        var plan = triggers.Read(keys.Take("on"));
        _schedule ??= triggers.Schedule;
        var variables = ((keys.Take("env") as MapNode)?.Entries ?? []).Select(entry => (entry.Key, entry.Value)).ToImmutableArray();
        var folder = (keys.Take("defaults") as MapNode)?.Map("run")?.Text("working-directory");
        var reader = new GitHubJobReader(variables, folder, _notes);
        var names = new Dictionary<string, string>();
        foreach (var entry in (keys.Take("jobs") as MapNode)?.Entries ?? [])
        {
            _count++;
            if (entry.Value is not MapNode map)
            {
                _notes.NeedsPerson(entry.Value.File, entry.At, entry.Key, "a job is a map with steps; this is left out");
            }
            else if (reader.Read(entry, JobNames.Free(entry.Key, _taken), plan) is var (job, runs, fetches))
            {
                names[entry.Key] = job.Name;
                var changed = runs.WhenChanged.Select(Values.Glob).OfType<string>();
                _found.Add((job with
                {
                    WhenChanged = [.. changed],
                    Irrelevant = [.. triggers.Irrelevant.Select(Values.Glob).OfType<string>()],
                    Needs = [.. Values.Texts(map["needs"]).Select(need => new FoundNeed(names.GetValueOrDefault(need, JobNames.Fit(need)), false, fetches))],
                }, runs));
            }
        }

        keys.End();
    }
}
