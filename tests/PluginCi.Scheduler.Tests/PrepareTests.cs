using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>Merges and job lists, with real git.</summary>
public sealed class PrepareTests
{
    private static readonly ProjectName Lib = new("lib");
    private static readonly ProjectName App = new("app");

    [Fact]
    public async Task Changes_of_several_projects_are_merged_in_order_each_on_the_result_so_far()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var one = await town.PushAsync(Town.Alpha, "One", "one", "1");
        var two = await town.PushAsync(Town.Alpha, "Two", "two", "1");
        var other = await town.PushAsync(Town.Beta, "Other", "other", "1");

        var ready = Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync([one], [two, other]));

        await town.Git.PointAsync(Town.Alpha, "refs/heads/main", await FetchAsync(town, ready, Town.Alpha));
        Assert.Equal(["One", "Two"], (await town.MergedAsync(Town.Alpha)).Select(change => change.Subject));
        Assert.NotEqual(await town.Git.TipAsync(Town.Beta), ready.Result[new ProjectBranch(Town.Beta, "main")]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Changes_touch_each_other_where_a_job_of_one_sees_the_branch_of_the_other(bool isGrouped)
    {
        var site = PlainScripts.SiteOf("alpha", "beta");
        using var town = await Town.FoundAsync(isGrouped ? site : site with { Groups = [] });
        await using var workshop = await Workshop.OpenAsync(town);
        var alpha = Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync(await town.PushAsync(Town.Alpha, "One", "one", "1"))).Footprint!;
        var beta = Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync(await town.PushAsync(Town.Beta, "Two", "two", "1"))).Footprint!;

        Assert.Equal(["alpha@main"], alpha.Writes);
        Assert.Equal(isGrouped ? ["alpha@main", "beta@main"] : ["alpha@main"], alpha.Reads.Order());
        Assert.Equal(isGrouped, alpha.Meets(beta));
    }

    [Fact]
    public async Task A_conflict_names_the_change()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var one = await town.PushAsync(Town.Alpha, "One", "file", "1");
        var two = await town.PushAsync(Town.Alpha, "Two", "file", "2");
        var three = await town.PushAsync(Town.Alpha, "Three", "other", "3");

        var conflict = Assert.IsType<MergeConflict>(await workshop.PrepareAsync(one, two, three));

        Assert.Equal((two, "file conflicts"), (conflict.Change, conflict.Text));
    }

    [Fact]
    public async Task A_change_of_a_branch_that_is_not_there_is_a_conflict_of_that_change()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var change = await town.PushAsync(Town.Alpha, "One", "file", "1");
        town.Edit(change, one => one with { Branch = "gone" });

        var conflict = Assert.IsType<MergeConflict>(await workshop.PrepareAsync(change));

        Assert.Equal((change, "alpha has no branch gone"), (conflict.Change, conflict.Text));
    }

    // MC-08.
    [Fact]
    public async Task A_commit_that_git_cannot_bring_is_an_obstacle_of_its_change_in_the_words_of_git()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var change = await town.PushAsync(Town.Alpha, "One", "file", "1");
        town.Edit(change, one => one with { Commit = new string('1', 40) });

        var conflict = Assert.IsType<MergeConflict>(await workshop.PrepareAsync(change));

        Assert.Equal(change, conflict.Change);
        Assert.Contains("git fetch", conflict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doing_it_again_makes_the_same_commits_and_jobs()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var change = await town.PushAsync(Town.Alpha, "One", "file", "1");

        Assert.Equal(ModelJson.Write(await workshop.PrepareAsync(change)), ModelJson.Write(await workshop.PrepareAsync(change)));
    }

    [Fact]
    public async Task A_tag_is_tested_as_it_is()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var commit = await town.Git.CommitAsync(Town.Alpha, "refs/tags/v1", "refs/heads/main^0", "Release", ("release", "1"), (".pipeline/pipeline.csx", "pack"));

        var ready = Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync(new RefUpdate(Town.Alpha, "v1", null, commit, Trigger.Tag)));

        Assert.Equal(commit, ready.Result[new ProjectBranch(Town.Alpha, "v1")]);
        Assert.Equal(["pack", "acceptance"], ready.Jobs.Select(job => job.Name));
        Assert.All(ready.Jobs, job => Assert.Empty(job.For));
    }

    // RS-02.
    [Fact]
    public async Task A_branch_is_tested_at_the_commit_that_was_told_also_when_it_went_on_since()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var told = await town.Git.CommitAsync(Town.Alpha, "refs/heads/main", "refs/heads/main^0", "First", ("first", "1"));
        await town.Git.CommitAsync(Town.Alpha, "refs/heads/main", "refs/heads/main^0", "Second", ("second", "1"));

        var ready = Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync(new RefUpdate(Town.Alpha, "main", null, told, Trigger.RefUpdated)));

        Assert.Equal(told, ready.Result[new ProjectBranch(Town.Alpha, "main")]);
    }

    [Fact]
    public async Task A_job_with_file_patterns_runs_by_the_files_of_its_own_change_alone()
    {
        using var town = await Town.FoundAsync();
        await town.WriteScriptAsync(Town.Alpha, PlainScripts.Job("unit"), PlainScripts.Job("docs") with { Files = ["docs/**"] });
        await using var workshop = await Workshop.OpenAsync(town);
        var docs = await town.PushAsync(Town.Alpha, "Docs", "docs/x", "1");
        var code = await town.PushAsync(Town.Alpha, "Code", "code", "1");

        Assert.Equal(["unit", "docs", "acceptance"], await JobsAsync(workshop, docs));
        Assert.Equal(["unit", "acceptance"], await JobsAsync(workshop, code));
        Assert.Equal(["unit", "acceptance"], Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync([docs], [code])).Jobs.Select(job => job.Name));
    }

    [Fact]
    public async Task A_job_that_needs_one_that_does_not_run_is_an_error_of_the_configuration()
    {
        using var town = await Town.FoundAsync();
        await town.WriteScriptAsync(Town.Alpha, PlainScripts.Job("build") with { Files = ["src/**"] }, PlainScripts.Job("test") with { Needs = ["build"] });
        await using var workshop = await Workshop.OpenAsync(town);
        var change = await town.PushAsync(Town.Alpha, "Docs", "docs", "1");

        var errors = Assert.IsType<ConfigurationErrors>(await workshop.PrepareAsync(change));

        var error = Assert.Single(errors.Diagnostics);
        Assert.Equal("PCI2903", error.Id);
        Assert.Contains("job 'test' needs job 'build'", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_semaphore_that_the_site_does_not_have_is_an_error()
    {
        using var town = await Town.FoundAsync();
        await town.WriteScriptAsync(Town.Alpha, PlainScripts.Job("unit") with { Semaphores = ["datbase"] });
        await using var workshop = await Workshop.OpenAsync(town);

        var errors = Assert.IsType<ConfigurationErrors>(await workshop.PrepareAsync(await town.PushAsync(Town.Alpha, "Code", "code", "1")));

        Assert.Equal("PCI2904", Assert.Single(errors.Diagnostics).Id);
    }

    [Fact]
    public async Task A_project_without_a_script_and_a_job_named_like_one_of_a_group_are_errors()
    {
        using var town = await Town.FoundAsync();
        await town.WriteScriptAsync(Town.Alpha, PlainScripts.Job("acceptance"));
        await using var workshop = await Workshop.OpenAsync(town);
        var twice = await town.PushAsync(Town.Alpha, "Code", "code", "1");

        Assert.Equal("PCI2901", Assert.Single(Assert.IsType<ConfigurationErrors>(await workshop.PrepareAsync(twice)).Diagnostics).Id);

        var bare = await town.Git.CommitAsync(Town.Beta, "refs/tags/bare", null, "No script", ("x", "1"));
        var none = await workshop.PrepareAsync(new RefUpdate(Town.Beta, "bare", null, bare, Trigger.Tag));
        Assert.Equal("PCI2902", Assert.Single(Assert.IsType<ConfigurationErrors>(none).Diagnostics).Id);
    }

    [Fact]
    public async Task The_inputs_of_a_job_change_with_the_trees_of_its_repositories_and_with_nothing_else()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var change = await town.PushAsync(Town.Alpha, "Code", "code", "1");
        var first = await InputsAsync(workshop, change);
        await town.Git.CommitAsync(Town.Beta, "refs/heads/main", "refs/heads/main^0", "Elsewhere", ("elsewhere", "1"));
        var second = await InputsAsync(workshop, change);
        await town.Git.CommitAsync(Town.Alpha, "refs/heads/main", "refs/heads/main^0", "Here", ("here", "1"));
        var third = await InputsAsync(workshop, change);

        Assert.Equal(first["unit"], second["unit"]);
        Assert.NotEqual(first["acceptance"], second["acceptance"]);
        Assert.NotEqual(second["unit"], third["unit"]);
        Assert.All(first.Values, Assert.NotNull);
    }

    [Fact]
    public async Task The_jobs_of_what_is_built_from_a_project_run_on_its_speculative_state()
    {
        using var town = await Town.FoundAsync(ChainSite);
        await town.WriteScriptAsync(App, PlainScripts.Job("unit"), PlainScripts.Job("docs") with { Files = ["docs/**"] });
        await using var workshop = await Workshop.OpenAsync(town);
        var change = await town.PushAsync(Lib, "Code", "code", "1");

        var ready = Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync(change));

        Assert.Equal([("lib/unit", Lib), ("app/unit", App), ("docs", App), ("site/unit", new ProjectName("site"))], ready.Jobs.Select(job => (job.Name, job.Project!.Value)));
        Assert.All(ready.Jobs, job => Assert.Equal<ChangeId>([change], job.For));
        Assert.Equal(["unit"], await JobsAsync(workshop, await town.PushAsync(new ProjectName("site"), "Code", "code", "1")));
    }

    [Fact]
    public async Task A_job_that_two_changes_of_one_item_have_in_common_runs_once()
    {
        using var town = await Town.FoundAsync();
        await using var workshop = await Workshop.OpenAsync(town);
        var one = await town.PushAsync(Town.Alpha, "One", "one", "1");
        var two = await town.PushAsync(Town.Beta, "Two", "two", "1");

        var ready = Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync(one, two));

        Assert.Equal(["alpha/unit", "acceptance", "beta/unit"], ready.Jobs.Select(job => job.Name));
        Assert.Equal<ChangeId>([one, two], ready.Jobs[1].For);
    }

    private static SitePlan ChainSite => PlainScripts.SiteOf("lib", "app", "site") with
    {
        Groups = [],
        Projects =
        [
            new ProjectPlan(Lib),
            new ProjectPlan(App) { BuildsAfter = [new BuildAfterPlan(Lib, BeforeMerge: true)] },
            new ProjectPlan(new ProjectName("site")) { BuildsAfter = [new BuildAfterPlan(App, BeforeMerge: true)] },
        ],
    };

    private static async Task<IEnumerable<string>> JobsAsync(Workshop workshop, ChangeId change) =>
        Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync(change)).Jobs.Select(job => job.Name);

    private static async Task<Dictionary<string, string?>> InputsAsync(Workshop workshop, ChangeId change) =>
        Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync(change)).Jobs.ToDictionary(job => job.Name, job => job.Inputs);

    // The merge is in the workshop's mirror only.
    private static async Task<string> FetchAsync(Town town, ReadyToBuild ready, ProjectName project)
    {
        var commit = ready.Result[new ProjectBranch(project, "main")];
        await town.Git.FetchAsync(project, Path.Combine(town.Folder, "workshop", $"{project}.git"), commit);
        return commit;
    }
}
