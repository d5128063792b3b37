using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Makes random sites, and other sites out of them.</summary>
internal static class SiteMaker
{
    private static readonly string[] JobNames = ["M", "T", "U", "V", "W"];

    public static SiteSketch Make(Dice dice, Strategy strategy)
    {
        var jobs = Enumerable.Range(0, dice.Roll(1, JobNames.Length)).Aggregate(ImmutableArray<JobSketch>.Empty, (made, number) => made.Add(MakeJob(dice, made, number)));
        var projects = Enumerable.Range(1, dice.Roll(1, 4)).Select(number => MakeProject(dice, jobs, $"P{number}")).ToImmutableArray();
        return new SiteSketch
        {
            Strategy = strategy,
            IsSerialManager = strategy == Strategy.Serial,
            WindowStart = dice.Roll(1, 6),
            WindowFloor = dice.Roll(1, 3),
            WindowCeiling = dice.Chance(20) ? 6 : 0,
            IsFailFast = dice.Chance(25),
            ReportsStart = dice.Chance(25),
            HasCheck = dice.Chance(30),
            MostInBatch = dice.Roll(2, 5),
            Budget = dice.Roll(1, 8),
            OnNewPatchset = dice.Chance(70) ? NewPatchsetRule.AskAgain : (NewPatchsetRule)dice.Roll(3),
            AllowsCycles = dice.Chance(60),
            UsesTopics = dice.Chance(25),
            ReusesResults = dice.Chance(50),
            AllowsOvertaking = strategy == Strategy.Probabilistic && dice.Chance(60),
            Semaphore = dice.Roll(1, 2),
            Jobs = jobs,
            Projects = projects,
            Groups = projects.Length > 1 && dice.Chance(40) ? [MakeGroup(dice, projects, "G1"), .. dice.Chance(30) ? [MakeGroup(dice, projects, "G2")] : Array.Empty<GroupSketch>()] : [],
        };
    }

    /// <summary>The site after somebody edited it.</summary>
    public static SiteSketch Edit(SiteSketch site, Dice dice) => dice.Roll(9) switch
    {
        0 => site with { WindowStart = dice.Roll(1, 6), WindowFloor = dice.Roll(1, 3) },
        1 => site with { Strategy = (Strategy)dice.Roll(4), IsSerialManager = false },
        2 => site with { Semaphore = dice.Roll(1, 3) },
        3 => site with { ReusesResults = !site.ReusesResults },
        4 => site with { IsFailFast = !site.IsFailFast },
        5 => site with { Jobs = site.Jobs.SetItem(0, site.Jobs[0] with { IsVoting = !site.Jobs[0].IsVoting }) },
        6 => site with { Projects = [.. site.Projects.Select(project => project with { Gate = JobsOf(dice, site.Jobs, 80) })] },
        7 => site with { Projects = [.. site.Projects.Select(project => project with { Queue = QueueOf(dice) })] },
        _ => site with { AllowsCycles = !site.AllowsCycles, Groups = [] },
    };

    private static JobSketch MakeJob(Dice dice, ImmutableArray<JobSketch> made, int number)
    {
        var isPlain = number == 0 || dice.Chance(50);
        var pauses = dice.Chance(10);
        return new JobSketch(JobNames[number])
        {
            Needs = isPlain ? [] : [dice.Pick(made.Where(job => !job.IsForSpecialFiles).DefaultIfEmpty(made[0]).ToArray()).Name],
            Soft = number > 0 && dice.Chance(20) ? [dice.Pick(made).Name] : [],
            IsVoting = number == 0 || dice.Chance(85),
            HoldsFollowing = dice.Chance(15),
            Pauses = pauses,
            UsesSemaphore = dice.Chance(15) && !pauses, // The layout would be refused where a job that needs it takes the same one.
            IsForSpecialFiles = number > 0 && dice.Chance(15),
            Attempts = dice.Roll(1, 3),
            FlakeRetries = dice.Chance(15) ? 1 : 0,
        };
    }

    private static ProjectSketch MakeProject(Dice dice, ImmutableArray<JobSketch> jobs, string name) =>
        new(name, QueueOf(dice), JobsOf(dice, jobs, 80), JobsOf(dice, jobs, 40));

    private static string? QueueOf(Dice dice) => dice.Chance(60) ? "Q" : null;

    private static GroupSketch MakeGroup(Dice dice, ImmutableArray<ProjectSketch> projects, string name) =>
        new(name, [.. projects.Where(_ => dice.Chance(70)).Select(project => project.Name).DefaultIfEmpty(projects[0].Name)], [$"{name}-all"]);

    // A job is listed with all that it needs.
    private static ImmutableArray<string> JobsOf(Dice dice, ImmutableArray<JobSketch> jobs, int percent)
    {
        var listed = new HashSet<string>();
        foreach (var job in jobs.Where(_ => dice.Chance(percent)))
        {
            Add(job);
        }

        return [.. jobs.Select(job => job.Name).Where(listed.Contains)];

        void Add(JobSketch job)
        {
            listed.Add(job.Name);
            foreach (var need in job.Needs)
            {
                Add(jobs.First(other => other.Name == need));
            }
        }
    }
}
