using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>A project that the site has only a pattern for is in CI with its first push, and nobody had to change the site.</summary>
public sealed class SelfServiceTests
{
    private static readonly ProjectName Tool = new("tools/lint");

    private static SitePlan Site => PlainScripts.SiteOf("alpha") with
    {
        Groups = [new GroupPlan("kit", [], [PlainScripts.Job("kit")]) { Patterns = ["tools/kit-*"] }],
        Patterns = [new ProjectPlan(new ProjectName("tools/*"))],
    };

    [Fact]
    public async Task A_new_project_is_under_gate_with_its_first_change()
    {
        using var town = await Town.FoundAsync(Site);
        await using var server = await town.StartAsync();
        await server.WaitAsync(board => board.States.Count == 2);

        var change = await PushFirstAsync(town, Tool);
        town.Approve(change);

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(change, Town.Soon)).Kind);
        Assert.Equal([change], (await town.MergedAsync(Tool)).Select(merged => merged.Id));
    }

    [Fact]
    public async Task It_stays_so_after_a_restart_and_after_a_change_of_the_site_that_still_fits()
    {
        using var town = await Town.FoundAsync(Site);
        await using (var server = await town.StartAsync())
        {
            await server.WaitAsync(board => board.States.Count == 2);
            await PushFirstAsync(town, Tool);
            await server.WaitForStateAsync(state => state.Rules.Has(Tool));
        }

        await using var again = await town.StartAsync();
        await again.WaitForStateAsync(state => state.Rules.Has(Tool));
        await town.Git.CommitAsync(Town.Config, "refs/heads/main", "refs/heads/main^0", "One queue", ("site.csx", ModelJson.Write(Site with { Patterns = [new ProjectPlan(new ProjectName("tools/*")) { Queue = "tools" }] })));
        town.Reviews.Tell(new BranchMayHaveMoved(new ProjectBranch(Town.Config, "main")));

        await again.WaitForStateAsync(state => state.Rules.Name.Value == "tools" && state.Rules.Has(Tool));
    }

    [Fact]
    public async Task Projects_that_were_there_before_are_found_by_asking_and_those_that_are_gone_leave()
    {
        using var town = await Town.FoundAsync(Site);
        await town.Git.InitAsync(Tool, (".pipeline/pipeline.csx", "unit"));
        await using var server = await town.StartAsync();
        await server.WaitForStateAsync(state => state.Rules.Has(Tool));

        Directory.Delete(town.Git.PathOf(Tool), recursive: true);
        town.Reviews.Tell(new CaughtUp());
        await server.WaitAsync(board => board.States.Values.All(state => !state.Rules.Has(Tool)));
    }

    [Fact]
    public async Task What_fits_no_pattern_or_is_of_another_connection_stays_out()
    {
        using var town = await Town.FoundAsync(Site with { Patterns = [new ProjectPlan(new ProjectName("tools/*"), "gerrit")] });
        await using var server = await town.StartAsync();
        await server.WaitAsync(board => board.States.Count == 2);
        await PushFirstAsync(town, Tool);
        await PushFirstAsync(town, new ProjectName("other"));
        var known = await town.PushAsync(Town.Alpha, "Code", "code", "1");
        town.Approve(known);
        await town.Audience.EndOfAsync(known, Town.Soon);

        Assert.DoesNotContain(server.Board.States.Values, state => state.Rules.Has(Tool) || state.Rules.Has(new ProjectName("other")));
    }

    [Fact]
    public void Members_of_groups_come_by_pattern_too_and_what_the_site_names_stays_as_it_is_named()
    {
        var site = SelfService.Expand(Site, [(new ProjectName("tools/kit-b"), "git"), (new ProjectName("tools/kit-a"), "git"), (Town.Alpha, "git"), (Tool, "git")]);

        Assert.Equal(["alpha", "tools/kit-a", "tools/kit-b", "tools/lint"], site.Projects.Select(project => project.Name.Value));
        Assert.Equal([false, true, true, true], site.Projects.Select(project => project.IsSelfServed));
        Assert.Equal(["tools/kit-a", "tools/kit-b"], Assert.Single(site.Groups).Projects.Select(project => project.Value));
        Assert.Equal(site.Groups[0].Projects, site.Groups[0].Jobs[0].Repositories);
        Assert.Equal(["alpha"], SelfService.Expand(site, []).Projects.Select(project => project.Name.Value));
    }

    [Theory]
    [InlineData("all")]
    [InlineData("kit")]
    [InlineData("tools")]
    [InlineData("a/../b")]
    [InlineData("a@b")]
    public void A_name_that_stands_for_something_else_is_nobodys_to_take(string name)
    {
        var site = Site with { Patterns = [new ProjectPlan(new ProjectName("**")) { Queue = "tools" }] };

        Assert.Null(SelfService.Find(site, "git", new ProjectName(name)));
        Assert.NotNull(SelfService.Find(site, "git", new ProjectName("tools/kit")));
    }

    [Fact]
    public void Of_two_projects_of_one_name_the_first_counts()
    {
        var site = Site with { Patterns = [new ProjectPlan(new ProjectName("tools/*")), new ProjectPlan(new ProjectName("tools/*"), "gerrit")] };

        Assert.Equal(["git"], SelfService.Expand(site, [(Tool, "git"), (Tool, "gerrit")]).Projects.Where(project => project.IsSelfServed).Select(project => project.Connection));
    }

    [Fact]
    public async Task What_another_connection_says_of_a_project_of_the_same_name_is_not_heard()
    {
        using var town = await Town.FoundAsync(PlainScripts.SiteOf("alpha") with { Groups = [], Projects = [new ProjectPlan(Town.Alpha, "elsewhere")] });
        await using var server = await town.StartAsync();
        var strange = await town.PushAsync(Town.Alpha, "Strange", "code", "1");
        town.Approve(strange);
        var known = await town.PushAsync(Town.Config, "Known", "note", "1");
        town.Approve(known);

        Assert.Equal(ReportKind.Success, (await town.Audience.EndOfAsync(known, Town.Soon)).Kind);
        Assert.DoesNotContain(server.Board.States.Values, state => state.Changes.ContainsKey(strange));
    }

    private static async Task<ChangeId> PushFirstAsync(Town town, ProjectName project)
    {
        await town.Git.InitAsync(project, (".pipeline/pipeline.csx", "unit"));
        var number = town.Reviews.Changes.Count + 1;
        var commit = await town.Git.CommitAsync(project, $"refs/changes/{number}/1", "refs/heads/main^0", "First", ("code", "1"));
        var change = new Change { Id = new ChangeId($"git/{number}"), Project = project, Branch = "main", Patchset = 1, Commit = commit, Subject = "First" };
        town.Reviews.Put(change);
        town.Tell(change.Id, ChangeHappening.Patchset);
        return change.Id;
    }
}
