using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>A change of the site is tested by what it does to the projects.</summary>
public sealed class SiteEffectTests
{
    private static readonly SitePlan Plain = PlainScripts.SiteOf("alpha", "beta") with { Groups = [] };

    [Fact]
    public async Task A_report_says_which_projects_would_run_other_jobs_and_how()
    {
        var effect = await EffectOfAsync(Plain, Plain with
        {
            Enforced = [new EnforcedPlan([], [PlainScripts.Job("secrets")])],
            Policies = [new PolicyPlan { Name = "short", Projects = ["beta"], MostTime = TimeSpan.FromMinutes(5) }],
        });

        Assert.Equal(
            [
                "What this changes for projects:",
                "* policy 'short' is new",
                "* alpha, beta: job 'secrets' is new, in check",
                "* alpha, beta: job 'secrets' is new, in gate",
                "* beta: job 'unit' changes: timeLimit \"00:05:00\" instead of \"00:30:00\", in check",
                "* beta: job 'unit' changes: timeLimit \"00:05:00\" instead of \"00:30:00\", in gate",
            ],
            effect!.Split('\n'));
    }

    [Fact]
    public async Task A_report_says_which_projects_come_and_go_and_change_queues()
    {
        var effect = await EffectOfAsync(Plain, PlainScripts.SiteOf("alpha", "gamma") with { Groups = [], Projects = [new ProjectPlan(Town.Alpha) { Queue = "slow" }, new ProjectPlan(new ProjectName("gamma"))] });

        Assert.Equal(["What this changes for projects:", "* gamma: new in the site", "* beta: no longer in the site", "* alpha: queue slow instead of alpha"], effect!.Split('\n'));
    }

    [Fact]
    public async Task A_report_says_which_freezes_and_quotas_come_and_go()
    {
        var release = new FreezePlan { Name = "release", Reason = "the branch is cut", Projects = ["alpha"], Branches = ["main"], Exceptions = [new FreezeException("hotfix-*")] };
        var frozen = Plain with { Freezes = [release], Quotas = [new QuotaPlan("few", 2, [])] };

        Assert.Equal(
            ["What this changes for projects:", "* freeze 'release' is new: no merges of alpha into main (not of topic hotfix-*): the branch is cut", "* quota 'few' is new"],
            (await EffectOfAsync(Plain, frozen))!.Split('\n'));
        Assert.Equal(
            ["What this changes for projects:", "* freeze 'release' is gone", "* quota 'few' changes: builds 3 instead of 2"],
            (await EffectOfAsync(frozen, Plain with { Quotas = [new QuotaPlan("few", 3, [])] }))!.Split('\n'));
    }

    [Fact]
    public async Task A_report_says_which_notification_rules_come_and_go()
    {
        var releases = new NotificationRule("releases", ["alpha"], ["gate"], [ReportKind.Failure]);
        var told = Plain with { Notifications = [releases, releases with { Pipelines = [] }] };

        Assert.Equal(
            ["What this changes for projects:", "* notification 'releases: failure of alpha in all pipelines' is gone", "* notification 'releases: failure, conflict of all projects in gate' is new"],
            (await EffectOfAsync(told, Plain with { Notifications = [releases, releases with { Projects = [], Kinds = [ReportKind.Failure, ReportKind.Conflict] }] }))!.Split('\n'));
    }

    [Fact]
    public async Task A_report_says_whose_next_change_a_policy_refuses()
    {
        var effect = await EffectOfAsync(Plain, Plain with { Policies = [new PolicyPlan { Name = "no-unit", When = "unit", Refusal = "no units" }] });

        Assert.Contains("alpha, beta: its next change is refused, job 'unit' is not allowed here: no units", effect, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_says_what_takes_a_project_out_of_the_gate_and_what_opens_the_network()
    {
        var effect = await EffectOfAsync(Plain, Plain with
        {
            Projects = [new ProjectPlan(Town.Alpha) { Pipelines = ["check"] }, new ProjectPlan(Town.Beta)],
            Egress = new EgressPlan { Unreviewed = ["*.example.org"] },
        });

        Assert.Equal(
            [
                "What this changes for projects:",
                "* project 'alpha' changes: pipelines [\"check\"] instead of []",
                "* egress 'site' changes: unreviewed [\"*.example.org\"] instead of []",
                "* alpha: job 'unit' is gone, in gate",
            ],
            effect!.Split('\n'));
    }

    [Fact]
    public async Task A_site_whose_group_has_a_job_of_the_name_of_a_projects_own_is_refused()
    {
        using var town = await Town.FoundAsync(Plain);
        await using var workshop = await Workshop.OpenAsync(town);

        var change = await town.PushAsync(Town.Config, "Group", "site.csx", ModelJson.Write(Plain with { Groups = [new GroupPlan("all", [Town.Alpha, Town.Beta], [PlainScripts.Job("unit") with { Repositories = [Town.Alpha, Town.Beta] }])] }));

        Assert.Equal(["PCI2421", "PCI2421"], Assert.IsType<ConfigurationErrors>(await workshop.PrepareAsync(change)).Diagnostics.Select(error => error.Id));
    }

    [Fact]
    public async Task A_site_that_changes_nothing_has_no_effect() => Assert.Null(await EffectOfAsync(Plain, Plain));

    [Fact]
    public async Task A_site_that_a_project_could_not_be_tested_with_any_more_is_refused_and_says_which()
    {
        using var town = await Town.FoundAsync(Plain with { Templates = [new TemplatePlan("service", [PlainScripts.Job("contract")])] });
        await town.WriteScriptAsync(Town.Beta, ModelJson.Write(new Plan { Jobs = [], Templates = ["service"] }));
        await using var workshop = await Workshop.OpenAsync(town);

        var change = await town.PushAsync(Town.Config, "No templates", "site.csx", ModelJson.Write(Plain));

        var error = Assert.Single(Assert.IsType<ConfigurationErrors>(await workshop.PrepareAsync(change)).Diagnostics);
        Assert.Equal("PCI2421", error.Id);
        Assert.Contains("with this site beta could not be tested any more", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_broken_before_is_no_fault_of_the_site()
    {
        using var town = await Town.FoundAsync(Plain);
        await town.WriteScriptAsync(Town.Beta, "error");
        await using var workshop = await Workshop.OpenAsync(town);

        Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync(await town.PushAsync(Town.Config, "Enforce", "site.csx", ModelJson.Write(Plain with { Enforced = [new EnforcedPlan([], [PlainScripts.Job("secrets")])] }))));
    }

    [Fact]
    public async Task The_effect_is_told_to_the_reviewers()
    {
        using var town = await Town.FoundAsync(Plain);
        await using var server = await town.StartAsync();
        var change = await town.PushAsync(Town.Config, "Enforce", "site.csx", ModelJson.Write(Plain with { Enforced = [new EnforcedPlan([], [PlainScripts.Job("secrets")])] }));

        var told = await town.Audience.HearAsync(report => report.Change == change && report.Kind == ReportKind.Success, Town.Soon);
        Assert.Contains("* alpha, beta: job 'secrets' is new, in gate", told.Message, StringComparison.Ordinal);
    }

    private static async Task<string?> EffectOfAsync(SitePlan before, SitePlan after)
    {
        using var town = await Town.FoundAsync(before);
        await using var workshop = await Workshop.OpenAsync(town);
        return Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync(await town.PushAsync(Town.Config, "Change it", "site.csx", ModelJson.Write(after)))).Effect;
    }
}
