using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads a <c>.gitlab-ci.yml</c>.</summary>
internal sealed class GitLabReader(ImportInput input)
{
    public const string UsualName = ".gitlab-ci.yml";

    private static readonly string[] UsualStages = ["build", "test", "deploy"];

    private static readonly string[] OldDefaults = ["image", "services", "cache", "before_script", "after_script"];

    private readonly Notes _notes = new();

    /// <summary>Imports a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="folder">The root of its repository.</param>
    /// <param name="project">The name of the repository.</param>
    public ImportResult Read(string path, string folder, string project)
    {
        var files = new GitLabFiles(input, _notes);
        if (files.Read(path, folder) is not { } root || !files.Diagnostics.IsEmpty)
        {
            return new ImportResult { Diagnostics = files.Diagnostics };
        }

        var keys = new Keys(root, "", _notes);
        ImmutableArray<string> stages = [".pre", .. keys.Take("stages") is { } listed ? Values.Texts(listed) : [.. UsualStages], ".post"];
        var globals = Values.Variables(keys.Take("variables"));
        var defaults = Defaults(keys);
        var workflow = keys.Take("workflow") as MapNode;
        var finder = new GitLabJobs(root, defaults, [.. keys.TakeRest()], _notes);
        var jobs = Plan(finder.Find(), finder, workflow, globals);
        var written = Write(jobs, stages, globals);
        keys.End();
        finder.TellUnused();
        return Result(written, jobs, project, Path.GetFileName(path));
    }

    private static MapNode Defaults(Keys keys)
    {
        var old = keys.Map.Entries.Where(entry => OldDefaults.Contains(entry.Key)).ToArray();
        foreach (var entry in old)
        {
            keys.Take(entry.Key);
        }

        var defaults = keys.Take("default") as MapNode;
        return new MapNode(default, [.. defaults?.Entries ?? [], .. old.Where(entry => defaults?.Has(entry.Key) is not true)]) { File = keys.Map.File };
    }

    private ImmutableArray<GitLabJob> Plan(ImmutableArray<GitLabJob> jobs, GitLabJobs finder, MapNode? workflow, ImmutableArray<(string Name, string Value)> globals)
    {
        var general = globals.GroupBy(variable => variable.Name).ToDictionary(same => same.Key, same => same.Last().Value);
        var allowed = Occasions.All.ToImmutableHashSet();
        if (workflow is not null)
        {
            var keys = new Keys((MapNode)finder.Resolve(workflow), "workflow", _notes);
            allowed = keys.Take("rules") is ListNode rules ? new RunRules(general, _notes).Read(rules, "workflow").Runs : allowed;
            keys.Take("name");
            keys.Approximate("auto_cancel", "builds of an outdated patchset are ended");
            keys.End();
        }

        var plans = jobs.Select(job => job with { Plan = PlanOf(job, general) }).Select(job => job with { Plan = job.Plan with { Runs = job.Plan.Runs.Intersect(allowed) } });
        return [.. plans];
    }

    private RunPlan PlanOf(GitLabJob job, Dictionary<string, string> general)
    {
        var known = Values.Variables(job.Keys.Map["variables"]).Aggregate(general.ToImmutableDictionary(), (all, variable) => all.SetItem(variable.Name, variable.Value));
        var (only, except) = (job.Keys.Take("only"), job.Keys.Take("except"));
        var plan = job.Keys.Take("rules") is ListNode rules
            ? new RunRules(known, _notes).Read(rules, job.Name)
            : new OnlyExcept(known, _notes).Read(only, except, $"{job.Name}.only");
        switch (job.Keys.TakeText("when"))
        {
            case "manual":
                job.Keys.Approximate("when", "an operator starts it: pluginci enqueue in the pipeline 'manual'");
                return plan with { IsManual = true };
            case "on_failure":
                job.Keys.NeedPerson("when", "jobs do not run after a failure; it is left out. What it tells, the reports of the site tell");
                return plan with { Runs = [] };
            case "always":
                job.Keys.NeedPerson("when", "the job starts when those that it needs have passed, and not after a failure");
                break;
            case "delayed":
                job.Keys.NeedPerson("when", "jobs do not wait; it starts at once");
                break;
            case "never":
                return plan with { Runs = [] };
        }

        return plan;
    }

    private ImmutableArray<GitLabJob> Write(ImmutableArray<GitLabJob> jobs, ImmutableArray<string> stages, ImmutableArray<(string Name, string Value)> globals)
    {
        var extra = JobPipelines.Extra([.. jobs.Select(job => job.Plan)]);
        var taken = new HashSet<string>();
        var read = ImmutableArray.CreateBuilder<GitLabJob>();
        foreach (var job in jobs)
        {
            var own = job.Keys.Map.Map("inherit")?["variables"] switch
            {
                ScalarNode { IsOn: false } => [],
                ListNode list => [.. globals.Where(variable => Values.Texts(list).Contains(variable.Name))],
                _ => globals,
            };
            var found = new GitLabJobReader(own, _notes).Read(job, JobNames.Free(job.Name, taken));
            if (found is not null && job.Plan.Runs.IsEmpty)
            {
                _notes.NeedsPerson(job.Keys.Map.File, job.At, job.Name, "no pipeline here runs it, by its rules; it is left out");
                found = null;
            }

            read.Add(job with { Found = found is null ? null : found with { Pipelines = JobPipelines.Of(job.Plan, extra) } });
        }

        var needs = new GitLabNeeds(stages, read.ToImmutable(), _notes);
        foreach (var job in read.Where(job => job.Found is null))
        {
            needs.Of(job);
        }

        ImmutableArray<GitLabJob> written = [.. read.Where(job => job.Found is not null).Select(job => job with { Found = job.Found! with { Needs = needs.Of(job) } })];
        foreach (var job in written)
        {
            job.Keys.End();
        }

        return written;
    }

    private ImportResult Result(ImmutableArray<GitLabJob> written, ImmutableArray<GitLabJob> all, string project, string origin)
    {
        var result = new ImportResult { JobsFound = all.Length };
        if (written.IsEmpty)
        {
            return result with { Notes = _notes.InOrder() };
        }

        var jobs = JobOrder.Sort([.. written.Select(job => job.Found!)], _notes);
        TimeLimits.Tell(jobs, "GitLab's limit is 1 hour, if no project setting says otherwise,", _notes);
        var extra = JobPipelines.Extra([.. all.Select(job => job.Plan)]);
        if (extra.Contains(Occasion.Schedule))
        {
            _notes.NeedsPerson(jobs[0].File, default, "schedules", "GitLab keeps them in its settings; the pipeline 'nightly' of site.csx runs at 3:00 UTC until it is told when");
        }

        var site = new FoundSite(
            [new FoundRepository(project, null, [])],
            [Occasions.PipelineOf(Occasion.MergeRequest), Occasions.Gate, .. extra.Select(Occasions.PipelineOf)],
            [.. jobs.SelectMany(job => job.Semaphores).Distinct().Select(name => (name, 1))]);
        return (result with { Notes = _notes.InOrder(), Scripts = ImportScripts.Of(jobs, site, origin) }).WithJobs([.. jobs.Select(job => job.Origin)]);
    }
}
