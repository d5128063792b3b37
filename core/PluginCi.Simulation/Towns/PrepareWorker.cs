using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Merges what the gate wants tested, and freezes its jobs.</summary>
internal sealed class PrepareWorker(ReviewSystem reviews, Merger merger)
{
    private readonly Dictionary<JobPlan, string> _definitions = new(ReferenceEqualityComparer.Instance);

    public Preparation Prepare(TownLayout layout, PrepareBuildset wish)
    {
        var result = wish.Base.ToBuilder();
        foreach (var change in wish.Merge)
        {
            var onto = result.GetValueOrDefault(change.Target) ?? merger.Ensure(change.Target);
            if (reviews.ConflictsOf(change.Id).Where(other => merger.Contains(onto, other)).Select(other => (ChangeId?)other).FirstOrDefault() is { } inTheWay)
            {
                return new MergeConflict([], $"{change.Id} conflicts with {inTheWay}", change.Id);
            }

            result[change.Target] = merger.Merge(onto, change);
        }

        if (wish.Ref is { New.Length: > 0 } tested)
        {
            result[tested.Target] = tested.New;
        }

        return Freeze(layout, wish, result.ToImmutable());
    }

    private Preparation Freeze(TownLayout layout, PrepareBuildset wish, ImmutableSortedDictionary<ProjectBranch, string> result)
    {
        var candidates = wish.Ref is { } tested
            ? CandidatesOf(layout, tested.Project, tested.Name, null, result)
            : wish.Tested.SelectMany(change => CandidatesOf(layout, change.Project, change.Branch, change.Id, result));
        var (jobs, errors) = JobSelection.Select(wish.Pipeline, candidates);
        return errors.IsEmpty
            ? new ReadyToBuild(result, jobs, FootprintOf(layout, wish))
            : new ConfigurationErrors([.. errors.Select(error => new Diagnostic("layout", 0, 0, DiagnosticSeverity.Error, "PCI2005", error))]);
    }

    // Every branch of a project is one here: that says more meets than does, never less.
    private static Footprint FootprintOf(TownLayout layout, PrepareBuildset wish)
    {
        var own = wish.Tested.Select(change => change.Project).Distinct().ToArray();
        var seen = own.SelectMany(project => layout.JobsOf(project).SelectMany(one => one.Job.Repositories.IsEmpty ? one.Group?.Projects ?? [project] : one.Job.Repositories));
        return new Footprint([.. own.Concat(seen).Select(project => project.Value)], [.. own.Select(project => project.Value)]);
    }

    private IEnumerable<JobCandidate> CandidatesOf(
        TownLayout layout, ProjectName project, string branch, ChangeId? change, ImmutableSortedDictionary<ProjectBranch, string> result) =>
        layout.JobsOf(project).Select(one => new JobCandidate(one.Job, one.Group?.Name, project, branch)
        {
            Change = change,
            Files = change is { } id ? reviews[id].Files : [],
            Inputs = InputsOf(one.Job, one.Group?.Projects ?? [project], branch, result),
        });

    // What a build sees: its job, and the content of its repositories on the branch under test, or on the default branch where they lack it.
    private string InputsOf(JobPlan job, ImmutableArray<ProjectName> projects, string branch, ImmutableSortedDictionary<ProjectBranch, string> result)
    {
        var inputs = new StringBuilder(DefinitionOf(job));
        foreach (var project in job.Repositories.IsEmpty ? projects : job.Repositories)
        {
            var commit = CommitOf(new ProjectBranch(project, branch), result) ?? CommitOf(new ProjectBranch(project, Town.DefaultBranch), result);
            inputs.Append(' ').Append(project.Value).Append(':').Append(commit is null ? "nothing" : merger.TreeOf(commit).ToString("x16", null));
        }

        return Hash(inputs.ToString());
    }

    private string? CommitOf(ProjectBranch branch, ImmutableSortedDictionary<ProjectBranch, string> result) =>
        result.GetValueOrDefault(branch) ?? merger.TipOf(branch);

    private string DefinitionOf(JobPlan job)
    {
        if (!_definitions.TryGetValue(job, out var definition))
        {
            _definitions[job] = definition = Hash(ModelJson.Write(job));
        }

        return definition;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
