using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>Which jobs of an item are one. CY-33: a job is run once for several changes only with the jobs that it is handed something of.</summary>
public sealed class JobSelectionTests
{
    private static readonly ProjectName[] Members = [new("core"), new("maps")];

    [Fact]
    public void A_job_runs_once_for_two_changes_when_what_it_is_handed_is_the_same_too()
    {
        var (jobs, _) = JobSelection.Select("gate", [.. Group("site", 1, "make"), .. Group("site", 2, "make")]);
        Assert.Equal(["build", "test"], jobs.Select(job => job.Name));
        Assert.All(jobs, job => Assert.Equal(2, job.For.Length));
    }

    [Fact]
    public void A_job_runs_for_each_change_when_what_it_is_handed_differs()
    {
        var (jobs, _) = JobSelection.Select("gate", [.. Group("site-a", 1, "make a"), .. Group("site-b", 2, "make b")]);
        Assert.Equal(["site-a/build", "site-a/test", "site-b/build", "site-b/test"], jobs.Select(job => job.Name));
        Assert.Equal([["site-a/build"], ["site-b/build"]], jobs.Where(job => job.Plan.Name == "test").Select(job => job.Needs.ToArray()));
    }

    [Fact]
    public void A_job_has_other_inputs_when_a_job_that_it_needs_through_another_has()
    {
        string? InputsOf(string inputs) => JobSelection.Select("gate", [Candidate("build", inputs), Candidate("pack", "same", "build"), Candidate("test", "same", "pack")]).Jobs[^1].Inputs;
        Assert.Equal(InputsOf("one"), InputsOf("one"));
        Assert.NotEqual(InputsOf("one"), InputsOf("two"));
    }

    [Fact]
    public void Jobs_are_listed_stage_by_stage_and_within_one_as_the_scripts_have_them()
    {
        var (jobs, _) = JobSelection.Select("gate", [Staged("live", Stage.Acceptance), Staged("wide", Stage.Integration), Staged("unit", Stage.Commit), Staged("audit", Stage.Health), Staged("lint", Stage.Commit)]);
        Assert.Equal(["unit", "lint", "audit", "wide", "live"], jobs.Select(job => job.Name));
    }

    private static JobCandidate Staged(string name, Stage stage)
    {
        var job = Candidate(name, "same");
        return job with { Plan = job.Plan with { Stage = stage } };
    }

    private static JobCandidate[] Group(string name, int change, string command) =>
    [
        Candidate("build", command) with { Group = name, Change = new ChangeId($"git/{change}") },
        Candidate("test", "same", "build") with { Group = name, Change = new ChangeId($"git/{change}") },
    ];

    private static JobCandidate Candidate(string name, string inputs, params string[] needs) =>
        new(new JobPlan { Name = name, Needs = [.. needs], Repositories = [.. Members] }, "site", Members[0], "main") { Inputs = inputs };
}
