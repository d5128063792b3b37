using System.Collections.Concurrent;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Which script says what runs: that of the state under test for jobs, that of the config project's branch for all else.</summary>
public sealed class ConfigurationTests
{
    private const string Script = ".pipeline/pipeline.csx";

    private static readonly CommandAuthor Ada = new("ada", "a look first");

    // CF-02, CF-08, CR-21.
    [Fact]
    public async Task A_change_of_a_script_is_in_force_for_itself_and_what_is_tested_on_top_of_it_and_for_nothing_else()
    {
        using var town = await Town.FoundAsync(Ungrouped);
        await using var workshop = await Workshop.OpenAsync(town);
        var change = await town.PushAsync(Town.Alpha, "Lint too", Script, "unit lint");
        var other = await town.PushAsync(Town.Alpha, "Code", "code", "1");

        Assert.Equal(["unit", "lint"], JobsOf(await workshop.PrepareAsync(change)));
        Assert.Equal(["unit", "lint"], JobsOf(await workshop.PrepareAsync([change], [other])));
        Assert.Equal(["unit"], JobsOf(await workshop.PrepareAsync(other)));
    }

    // FM-08, FM-09.
    [Fact]
    public async Task A_change_of_a_job_runs_it_by_the_patterns_that_it_has_then()
    {
        var docs = PlainScripts.Job("docs") with { Files = ["docs/**"] };
        using var town = await Town.FoundAsync(Ungrouped);
        await town.WriteScriptAsync(Town.Alpha, PlainScripts.Job("unit"), docs);
        await using var workshop = await Workshop.OpenAsync(town);

        Assert.Equal(["unit"], await JobsWithAsync(docs with { Attempts = 1 }));
        Assert.Equal(["unit", "docs"], await JobsWithAsync(docs with { Files = [".pipeline/**"] }));

        async Task<IEnumerable<string>> JobsWithAsync(JobPlan changed) => JobsOf(await workshop.PrepareAsync(
            await town.PushAsync(Town.Alpha, "Change docs", Script, ModelJson.Write(new Plan { Jobs = [PlainScripts.Job("unit"), changed] }))));
    }

    // FM-12.
    [Fact]
    public async Task A_change_that_mends_a_broken_script_is_tested_by_its_own()
    {
        using var town = await Town.FoundAsync(Ungrouped);
        await town.WriteScriptAsync(Town.Alpha, "error");
        await using var workshop = await Workshop.OpenAsync(town);
        var mending = await town.PushAsync(Town.Alpha, "Mend it", Script, "unit");
        var other = await town.PushAsync(Town.Alpha, "Code", "code", "1");

        Assert.Equal(["unit"], JobsOf(await workshop.PrepareAsync(mending)));
        Assert.IsType<ConfigurationErrors>(await workshop.PrepareAsync(other));
    }

    // CF-03, CF-11, EV-10, FM-14, FM-19, RS-03, RS-10.
    [Fact]
    public async Task A_branch_is_built_by_its_own_script_beside_the_default_branch_of_projects_that_do_not_have_it()
    {
        using var town = await Town.FoundAsync();
        await town.Git.CommitAsync(Town.Alpha, "refs/heads/stable", "refs/heads/main^0", "Branch off", (Script, "unit old"), ("where", "stable"));
        await town.Git.CommitAsync(Town.Beta, "refs/heads/main", "refs/heads/main^0", "Go on", ("where", "main"));
        var seen = new ConcurrentBag<string>();
        var fix = await town.PushAsync(Town.Alpha, "Fix", "fix", "1");
        town.Edit(fix, change => change with { Branch = "stable" });
        var code = await town.PushAsync(Town.Alpha, "Code", "code", "1");
        town.Approve(fix);
        town.Approve(code);
        await using var server = await town.StartAsync(prepare: server => server.Executor.Before = request =>
        {
            if (request.Environment["PLUGINCI_PIPELINE"] == "gate")
            {
                seen.Add($"{request.Environment["PLUGINCI_CHANGE"]} {request.Job.Name}: {string.Join(' ', ProjectsIn(request.Workspace).Select(WhereIs))}");
            }

            return Task.CompletedTask;
        });

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(fix, Town.Soon)).Kind);
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(code, Town.Soon)).Kind);
        Assert.Equal(
            [$"{fix} acceptance: alpha=stable beta=main", $"{fix} old: alpha=stable", $"{fix} unit: alpha=stable", $"{code} acceptance: alpha=- beta=main", $"{code} unit: alpha=-"],
            seen.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal([code], (await town.MergedAsync(Town.Alpha)).Select(merged => merged.Id));
    }

    // CF-06, CE-02.
    [Fact]
    public async Task A_change_of_the_site_is_tested_by_reading_it_and_is_in_force_when_it_is_merged()
    {
        using var town = await Town.FoundAsync();
        await using var server = await town.StartAsync();
        await server.WaitAsync(board => board.States.Count == 2);
        await server.Operators.FreezeAsync(new FreezeWish("all"), Ada, Town.Soon);
        var bad = await town.PushAsync(Town.Config, "Break it", "site.csx", "error");
        var good = await town.PushAsync(Town.Config, "Only alpha", "site.csx", "alpha");
        town.Approve(bad);
        Assert.Contains("site.csx(1,1): error PCI0000", (await town.Audience.EndOfAsync(bad, Town.Soon)).Message, StringComparison.Ordinal);

        town.Approve(good);
        await server.WaitForStateAsync(state => state.QueueOf("gate").FindLive(good) is { Wait: Wait.Frozen });
        Assert.Contains(server.Board.States.Values, state => state.Rules.Has(Town.Beta));
        await server.Operators.ThawAsync("all", Ada, Town.Soon);
        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(good, Town.Soon)).Kind);
        town.Reviews.Tell(new BranchMayHaveMoved(new ProjectBranch(Town.Config, "main")));

        await server.WaitAsync(board => board.States.Values.All(state => !state.Rules.Has(Town.Beta)));
        Assert.DoesNotContain("site", server.Board.Warnings.Keys);
    }

    // DP-11.
    [Fact]
    public async Task A_change_of_the_site_that_needs_one_of_a_project_is_tested_with_it()
    {
        using var town = await Town.FoundAsync();
        await using var server = await town.StartAsync();
        var needed = await town.PushAsync(Town.Alpha, "Code", "code", "1");
        var bad = await town.PushAsync(Town.Config, "Break it", "site.csx", "error", needed);
        var good = await town.PushAsync(Town.Config, "Only alpha", "site.csx", "alpha", needed);
        await server.WaitAsync(_ => server.Stores.Read.ReadHistory(bad).Any(row => row.Text.Contains("site.csx(1,1): error PCI0000", StringComparison.Ordinal)));

        await using var workshop = await Workshop.OpenAsync(town);
        var tips = await workshop.TipsAsync();
        var ready = Assert.IsType<ReadyToBuild>(await workshop.PrepareAsync([needed], [good]));

        Assert.Empty(ready.Jobs);
        Assert.Equal(["alpha@main", "config@main"], ready.Result.Where(branch => branch.Value != tips[branch.Key]).Select(branch => branch.Key.Value));
    }

    // CY-40.
    [Fact]
    public async Task An_error_in_the_script_of_one_change_of_a_cycle_rejects_all_of_it_and_says_whose_it_is()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha", "beta") with { Queues = [new QueuePlan("all", AllowsCycles: true)] });
        await using var server = await town.StartAsync();
        var one = await town.PushAsync(Town.Alpha, "One", "one", "1", new ChangeId("git/2"));
        var two = await town.PushAsync(Town.Beta, "Two", Script, "error", one);
        town.Approve(one);
        town.Approve(two);

        foreach (var change in new[] { one, two })
        {
            var told = await town.Audience.EndOfAsync(change, Town.Soon);
            Assert.Equal(ReportKind.Failure, told.Kind);
            Assert.Contains("beta/.pipeline/pipeline.csx(1,1): error PCI0000", told.Message, StringComparison.Ordinal);
        }
    }

    private static SitePlan Ungrouped => PlainScripts.SiteOf("alpha") with { Groups = [] };

    private static IEnumerable<string> JobsOf(Preparation preparation) => Assert.IsType<ReadyToBuild>(preparation).Jobs.Select(job => job.Name);

    // The folder .pluginci has what a build is handed.
    private static IEnumerable<string> ProjectsIn(string workspace) =>
        Directory.EnumerateDirectories(workspace).Where(folder => !Path.GetFileName(folder).StartsWith('.')).Order(StringComparer.Ordinal);

    private static string WhereIs(string project)
    {
        var file = Path.Combine(project, "where");
        return $"{Path.GetFileName(project)}={(File.Exists(file) ? File.ReadAllText(file) : "-")}";
    }
}
