using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>What a site enforces, and how a repository tries to get around it. The invariant: the enforced job is among the jobs as the site wrote it, or nothing runs and nothing merges.</summary>
public sealed class EnforcementTests
{
    private const string Script = ".pipeline/pipeline.csx";

    private static readonly JobPlan Secrets = PlainScripts.Job("secrets") with { DeclaredAt = "site.csx(9)" };

    private static readonly PolicyPlan Bounds = new() { Name = "bounds", MostTime = TimeSpan.FromMinutes(20), MostMemoryBytes = 2L << 30, DeclaredAt = "site.csx(10)" };

    private static readonly PolicyPlan Symbols = new() { Name = "symbols", Environment = Bounds.Environment.Add("DEB_BUILD_OPTIONS", "nostrip"), DeclaredAt = "site.csx(11)" };

    private static readonly PolicyPlan Root = new() { Name = "no-root", When = "root", Refusal = "nothing runs as root", DeclaredAt = "site.csx(12)" };

    private static readonly TemplatePlan Service = new("service", [PlainScripts.Job("contract") with { DeclaredAt = "site.csx(13)" }]);

    private static SitePlan Site => PlainScripts.SiteOf("alpha") with { Groups = [], Enforced = [new EnforcedPlan([], [Secrets])], Policies = [Bounds, Symbols, Root], Templates = [Service] };

    /// <summary>What repositories try: the path that they write, its text, and what comes of it: <c>runs</c>, or the id of the refusal.</summary>
    public static TheoryData<string, string, string, string> Attempts => new()
    {
        { "leave it out", Script, "unit", "runs" },
        { "take its name", Script, "unit secrets", "PCI2401" },
        { "take its name in other letters", Script, "unit Secrets", "PCI2401" },
        { "take its name for a job that does nothing in no pipeline of this change", Script, Plan(Secrets with { Pipelines = ["check"] }), "PCI2401" },
        { "take its name for one that does not vote", Script, Plan(Secrets with { IsVoting = false }), "PCI2401" },
        { "take its name for one in quarantine", Script, Plan(Secrets with { Quarantine = "flaky" }), "PCI2401" },
        { "take its name for one that looks at no file", Script, Plan(Secrets with { Files = ["no/such/file"] }), "PCI2401" },
        { "take its name for one of no branch", Script, Plan(Secrets with { Branches = ["nowhere"] }), "PCI2401" },
        { "take its name for one that waits for another's word", Script, Plan(PlainScripts.Job("unit"), Secrets with { Needs = ["unit"], OnlyIf = new JobCondition("unit", "never") }), "PCI2401" },
        { "hold it up by a job that others need", Script, Plan(PlainScripts.Job("unit") with { HoldsFollowing = true, Pauses = true }), "runs" },
        { "need it, so that it looks like one of its own", Script, Plan(PlainScripts.Job("unit") with { SoftNeeds = ["secrets"] }), "runs" },
        { "run nothing else", Script, Plan(PlainScripts.Job("unit") with { Branches = ["nowhere"] }), "runs" },
        { "have a script that is no script", Script, "error", "PCI0000" },
        { "touch no script at all", "code", "1", "runs" },
        { "use a template with a job of the same name as its own", Script, ModelJson.Write(new Plan { Jobs = [PlainScripts.Job("contract")], Templates = ["service"] }), "PCI2401" },
        { "use a template that is not there", Script, ModelJson.Write(new Plan { Jobs = [PlainScripts.Job("unit")], Templates = ["mine"] }), "PCI2402" },
        { "bring a site of its own", "site.csx", "alpha", "runs" },
        { "run longer than it may", Script, Plan(PlainScripts.Job("unit") with { TimeLimit = TimeSpan.FromHours(2) }), "PCI2412" },
        { "use more memory than it may", Script, Plan(PlainScripts.Job("unit") with { Limits = new ResourceLimits { MemoryBytes = 8L << 30 } }), "PCI2412" },
        { "set what the site sets", Script, Plan(PlainScripts.Job("unit") with { Environment = Symbols.Environment.SetItem("DEB_BUILD_OPTIONS", "") }), "PCI2413" },
        { "do what is forbidden", Script, "unit root", "PCI2411" },
        { "do what is forbidden where it is not asked for", Script, Plan(PlainScripts.Job("unit"), PlainScripts.Job("root") with { Pipelines = ["check"] }), "runs" },
        { "let a service use what a job may not", Script, Plan(PlainScripts.Job("unit") with { Services = [new ServicePlan { Name = "db", Port = 5432, Limits = new ResourceLimits { MemoryBytes = 64L << 30 } }] }), "PCI2412" },
    };

    [Theory]
    [MemberData(nameof(Attempts))]
    public async Task Nothing_a_repository_does_keeps_an_enforced_job_from_running(string attempt, string path, string text, string outcome)
    {
        using var town = await Town.FoundAsync(Site);
        await using var workshop = await Workshop.OpenAsync(town);

        var preparation = await workshop.PrepareAsync(await town.PushAsync(Town.Alpha, attempt, path, text));

        if (outcome == "runs")
        {
            var enforced = Assert.Single(Assert.IsType<ReadyToBuild>(preparation).Jobs, job => job.Name == "secrets");
            Assert.Equal(ModelJson.Write(Secrets), ModelJson.Write(enforced.Plan));
            Assert.True(enforced.Decides);
            Assert.Empty(enforced.Needs);
        }
        else
        {
            Assert.Contains(Assert.IsType<ConfigurationErrors>(preparation).Diagnostics, error => error.Id == outcome);
        }
    }

    [Fact]
    public async Task A_change_that_brings_the_end_of_the_enforcement_along_is_still_held_to_it()
    {
        using var town = await Town.FoundAsync(Site);
        await using var workshop = await Workshop.OpenAsync(town);
        var code = await town.PushAsync(Town.Alpha, "Code", "code", "1");
        var site = await town.PushAsync(Town.Config, "Enforce nothing", "site.csx", ModelJson.Write(Site with { Enforced = [] }), code);

        Assert.Contains("secrets", Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync(site, code)).Jobs.Select(job => job.Name));
        Assert.Contains("secrets", Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync([site], [code])).Jobs.Select(job => job.Name));
    }

    [Fact]
    public async Task A_job_of_a_group_and_an_enforced_one_of_one_name_are_told_of_with_their_places()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha", "beta") with { Enforced = [new EnforcedPlan([], [Secrets with { Name = "Acceptance" }])] });
        await using var workshop = await Workshop.OpenAsync(town);

        var error = Assert.Single(Assert.IsType<ConfigurationErrors>(await workshop.PrepareAsync(await town.PushAsync(Town.Alpha, "Code", "code", "1"))).Diagnostics);
        Assert.Equal(("PCI2901", "site.csx", 9), (error.Id, error.Path, error.Line));
        Assert.StartsWith("job 'Acceptance' has the name of a job of group 'all'", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_cannot_be_asked_lets_nothing_run()
    {
        using var town = await Town.FoundAsync(Site with { Policies = [Root with { When = "error" }] });
        await using var workshop = await Workshop.OpenAsync(town);

        Assert.IsType<ConfigurationErrors>(await workshop.PrepareAsync(await town.PushAsync(Town.Alpha, "Code", "code", "1")));
    }

    [Fact]
    public async Task What_a_site_sets_is_in_the_jobs_and_what_a_job_does_not_say_is_bounded()
    {
        using var town = await Town.FoundAsync(Site);
        await using var workshop = await Workshop.OpenAsync(town);
        var unit = Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync(await town.PushAsync(Town.Alpha, "Code", "code", "1"))).Jobs[0].Plan;

        Assert.Equal(("unit", TimeSpan.FromMinutes(20), "nostrip"), (unit.Name, unit.TimeLimit, unit.Environment["DEB_BUILD_OPTIONS"]));
    }

    [Fact]
    public async Task What_is_enforced_is_so_for_the_projects_that_it_is_for()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha", "beta") with { Groups = [], Enforced = [new EnforcedPlan(["a*"], [Secrets])] });
        await using var workshop = await Workshop.OpenAsync(town);

        Assert.Equal(["unit", "secrets"], Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync(await town.PushAsync(Town.Alpha, "Code", "code", "1"))).Jobs.Select(job => job.Name));
        Assert.Equal(["unit"], Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync(await town.PushAsync(Town.Beta, "Code", "code", "1"))).Jobs.Select(job => job.Name));
    }

    [Fact]
    public async Task Projects_that_use_a_template_need_no_script()
    {
        var tool = new ProjectName("tools/lint");
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha") with { Groups = [], Templates = [Service], Patterns = [new ProjectPlan(new ProjectName("tools/*")) { Templates = ["service"] }] });
        await town.Git.InitAsync(tool, ("code", "0"));
        await using var workshop = await Workshop.OpenAsync(town);
        Assert.True(await workshop.Sites.AdoptAsync("git", tool, Town.Soon));
        var change = new Change
        {
            Id = new ChangeId("git/1"),
            Project = tool,
            Branch = "main",
            Patchset = 1,
            Commit = await town.Git.CommitAsync(tool, "refs/changes/1/1", "refs/heads/main^0", "Code", ("code", "1")),
            Subject = "Code",
        };
        town.Reviews.Put(change);

        Assert.Equal(["contract"], Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync(change.Id)).Jobs.Select(job => job.Name));
    }

    private static string Plan(params JobPlan[] jobs) => ModelJson.Write(new Plan { Jobs = [.. jobs] });
}
