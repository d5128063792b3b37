using System.Text.RegularExpressions;
using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Scheduler.Seeds;

/// <summary>Tested is merged: every build that passed, with the trees that it saw, and whether what landed is among them.</summary>
internal sealed class Evidence(ModelGit git)
{
    private readonly List<(string Job, Dictionary<ProjectName, string> Trees)> _passed = [];

    /// <summary>Every site that was ever in force.</summary>
    public List<SitePlan> Sites { get; } = [];

    /// <summary>What the server says that a person must look at.</summary>
    public List<string> Alarms { get; } = [];

    /// <summary>Builds that were handed what was not made of their own state. The shell takes what an executor throws for trouble, so they are kept here.</summary>
    public List<string> WronglyHanded { get; } = [];

    /// <summary>A build passed.</summary>
    public void Hear(string job, string pipeline, Dictionary<ProjectName, string> trees)
    {
        if (pipeline == SiteSketches.Gate)
        {
            _passed.Add((job, trees));
        }
    }

    /// <summary>Compares all that landed with what passed.</summary>
    /// <param name="merges">What the gate says was merged as one.</param>
    public void Check(IReadOnlyCollection<MergeRow> merges)
    {
        SeedFault.Demand(WronglyHanded.Count == 0, $"a build is handed only what was made of its own state: {string.Join("; ", WronglyHanded)}");
        foreach (var landing in git.Landings)
        {
            var merge = merges.FirstOrDefault(row => row.Commits.GetValueOrDefault(landing.Branch) == landing.Commit.Id && row.Changes.Contains(landing.Commit.Change!.Value));
            Check(landing, [.. git.Landings.Where(other => merge is not null && merge.Changes.Contains(other.Commit.Change!.Value))]);
        }
    }

    private void Check(Landing landing, Landing[] asOne)
    {
        var project = landing.Branch.Project;
        if (!Sites.Any(site => site.Projects.Any(known => known.Name == project)))
        {
            return;
        }

        var own = ModelJson.Read<Plan>(landing.Commit.Files[SiteSketches.Script]).Jobs.Where(job => job.Decides);
        foreach (var job in own)
        {
            SeedFault.Demand(
                _passed.Any(build => build.Job == job.Name && build.Trees.GetValueOrDefault(project) == landing.Commit.Tree),
                $"only tested states land: {landing.Commit.Change} landed on {landing.Branch} as {landing.Commit.Id[..6]}, but {job.Name} never passed on it");
        }

        SeedFault.Demand(
            Sites.Any(site => site.Groups.Where(group => group.Projects.Contains(project)).All(group => group.Jobs.All(job => HasPassed(job, landing, asOne)))),
            $"only tested states land: {landing.Commit.Change} landed on {landing.Branch} as {landing.Commit.Id[..6]}, but no acceptance job passed on that and the branches beside it");
    }

    private bool HasPassed(JobPlan job, Landing landing, Landing[] asOne) => _passed.Any(build => build.Job == job.Name && job.Repositories.All(project =>
        build.Trees.GetValueOrDefault(project) is { } seen
        && (project == landing.Branch.Project ? seen == landing.Commit.Tree : TreesOf(project, landing, asOne).Contains(seen))));

    // What is merged as one lands branch by branch. Nobody can see a push past the gate between the look at a branch and the merge into another: it must be told.
    private IEnumerable<string> TreesOf(ProjectName project, Landing landing, Landing[] asOne)
    {
        var branch = new ProjectBranch(project, "main");
        var told = Regex.Matches(string.Join('\n', Alarms), $"{landing.Commit.Change}\\b.* was merged while {branch} moved past the gate from (.{{10}})");
        return asOne.Where(other => other.Branch == branch).Select(other => other.Commit.Tree)
            .Concat(told.Select(match => git.Find(match.Groups[1].Value).Tree))
            .Append(git[landing.Tips[branch]].Tree);
    }
}
