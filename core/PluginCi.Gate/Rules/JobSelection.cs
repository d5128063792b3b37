using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Freezes the job list of an item: which candidates run in a pipeline, each once, with names that are unique.</summary>
public static class JobSelection
{
    /// <summary>Selects the jobs of one item.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="candidates">All jobs of its changes' projects and groups, change by change, in the order of the plans.</param>
    /// <returns>The jobs that run, stage by stage, and one sentence for each that cannot because it needs one that does not.</returns>
    public static (ImmutableArray<FrozenJob> Jobs, ImmutableArray<string> Errors) Select(string pipeline, IEnumerable<JobCandidate> candidates)
    {
        ImmutableArray<JobCandidate> running = [.. candidates.Where(candidate => Applies(candidate, pipeline))];
        var inputs = new HandedInputs(running);
        var wanted = running
            .GroupBy(candidate => (candidate.Plan.Name, candidate.Home, candidate.Branch, inputs.Of(candidate)))
            .Select(same => (First: same.First(), For: same.Select(one => one.Change).OfType<ChangeId>().Distinct().ToImmutableArray()))
            .ToImmutableArray();
        var names = NamesOf([.. wanted.Select(one => one.First)]);
        var errors = ImmutableArray.CreateBuilder<string>();
        var jobs = ImmutableArray.CreateBuilder<FrozenJob>(wanted.Length);
        for (var index = 0; index < wanted.Length; index++)
        {
            var (candidate, changes) = wanted[index];
            foreach (var need in candidate.Plan.Needs.Where(need => Find(names, candidate, need) is null))
            {
                errors.Add($"job '{candidate.Plan.Name}' needs job '{need}', which does not run in {pipeline} for this change; make it a soft need, or let it run");
            }

            if (FindDeadlock(names, candidate) is { } deadlock)
            {
                errors.Add(deadlock);
            }

            jobs.Add(new FrozenJob(candidate.Plan, candidate.Group)
            {
                Name = names[index].Name,
                Project = candidate.Project,
                For = changes,
                Needs = Resolve(names, candidate, candidate.Plan.Needs),
                SoftNeeds = [.. Resolve(names, candidate, candidate.Plan.SoftNeeds).Union(EarlierThan(names, candidate))],
                OnlyIf = candidate.Plan.OnlyIf is { } condition ? condition with { Job = Find(names, candidate, condition.Job) ?? condition.Job } : null,
                Inputs = inputs.Of(candidate),
            });
        }

        errors.AddRange(FindCircles(jobs));
        return ([.. jobs.OrderBy(job => job.Plan.Stage)], [.. errors.Distinct()]);
    }

    private static IEnumerable<string> EarlierThan(ImmutableArray<(string Name, JobCandidate Job)> names, JobCandidate candidate) =>
        candidate.Plan.IsRelease ? Releases.EarlierThan(candidate, [.. names.Select(one => one.Job)]).Select(place => names[place].Name) : [];

    // What must be done before a deployment is more than scripts say, so that they can be right by themselves and wait for ever all the same.
    private static IEnumerable<string> FindCircles(IReadOnlyCollection<FrozenJob> jobs)
    {
        foreach (var release in jobs.Where(job => job.Plan.IsRelease))
        {
            var seen = new HashSet<string>();
            var open = new Stack<string>([release.Name]);
            while (open.TryPop(out var name))
            {
                var job = jobs.First(job => job.Name == name);
                foreach (var next in job.Needs.Concat(job.SoftNeeds).Where(seen.Add))
                {
                    open.Push(next);
                }
            }

            if (seen.Contains(release.Name))
            {
                yield return $"job '{release.Name}' of the {release.Plan.Stage.ToString().ToLowerInvariant()} stage would wait for itself: it starts after all of the stages and environments before it, and one of their jobs waits for it; take that need away";
            }
        }
    }

    // A job that pauses holds its semaphores until the jobs that need it are done: one of these that waits for the same semaphore would wait for ever.
    private static string? FindDeadlock(ImmutableArray<(string Name, JobCandidate Job)> names, JobCandidate candidate)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>([.. Resolve(names, candidate, [.. candidate.Plan.Needs, .. candidate.Plan.SoftNeeds])]);
        while (!candidate.Plan.Semaphores.IsEmpty && open.TryPop(out var name))
        {
            var needed = names.First(one => one.Name == name).Job;
            if (needed.Plan.Pauses && needed.Plan.Semaphores.FirstOrDefault(candidate.Plan.Semaphores.Contains) is { } shared)
            {
                return $"job '{candidate.Plan.Name}' takes semaphore '{shared}', which job '{needed.Plan.Name}' that it needs holds while it pauses, so that both would wait for ever; take it in one of them only";
            }

            foreach (var next in seen.Add(name) ? Resolve(names, needed, [.. needed.Plan.Needs, .. needed.Plan.SoftNeeds]) : [])
            {
                open.Push(next);
            }
        }

        return null;
    }

    private static bool Applies(JobCandidate candidate, string pipeline)
    {
        var plan = candidate.Plan;
        var files = candidate.Files;
        return !(plan.IsRelease && candidate.Change is not null)
            && (plan.Pipelines.IsEmpty || plan.Pipelines.Contains(pipeline))
            && (plan.Branches.IsEmpty || MatchesAny(plan.Branches, candidate.Branch))
            && (plan.Files.IsEmpty || files.IsEmpty || files.Any(file => MatchesAny(plan.Files, file)))
            && (plan.IrrelevantFiles.IsEmpty || files.IsEmpty || !files.All(file => MatchesAny(plan.IrrelevantFiles, file)));
    }

    private static bool MatchesAny(ImmutableArray<string> globs, string value) => globs.Any(glob => Glob.IsMatch(glob, value));

    // A job has its plain name unless another project or group of the same item has one of that name.
    private static ImmutableArray<(string Name, JobCandidate Job)> NamesOf(ImmutableArray<JobCandidate> jobs)
    {
        var taken = jobs.GroupBy(job => job.Plan.Name).Where(same => same.Skip(1).Any()).Select(same => same.Key).ToHashSet();
        var scoped = jobs.GroupBy(job => (job.Plan.Name, job.Scope)).Where(same => same.Skip(1).Any()).Select(same => same.Key).ToHashSet();
        return [.. jobs.Select(job => (NameOf(job), job))];

        string NameOf(JobCandidate job) => (taken.Contains(job.Plan.Name), scoped.Contains((job.Plan.Name, job.Scope))) switch
        {
            (false, _) => job.Plan.Name,
            (true, false) => $"{job.Scope}/{job.Plan.Name}",
            _ => $"{job.Scope}@{job.Branch}/{job.Plan.Name}",
        };
    }

    private static ImmutableArray<string> Resolve(ImmutableArray<(string Name, JobCandidate Job)> names, JobCandidate asker, ImmutableArray<string> needs) =>
        [.. needs.Select(need => Find(names, asker, need)).OfType<string>()];

    private static string? Find(ImmutableArray<(string Name, JobCandidate Job)> names, JobCandidate asker, string need)
    {
        var named = names.Where(one => one.Job.Plan.Name == need).ToArray();
        var near = named.FirstOrDefault(one => one.Job.Scope == asker.Scope && one.Job.Branch == asker.Branch).Name;

        // What is promoted is of its own plan.
        return near ?? (asker.Plan.IsRelease ? null : named.FirstOrDefault().Name);
    }
}
