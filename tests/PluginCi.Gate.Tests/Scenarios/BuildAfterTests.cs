using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>What is built, one after the other, when a project that it is built from is merged.</summary>
public sealed class BuildAfterTests
{
    private static readonly PipelinePlan Post = new() { Name = "post", Manager = PipelineManager.Independent, On = [Trigger.RefUpdated] };

    [Fact]
    public void What_is_built_from_what_was_built_after_a_merge_is_built_next()
    {
        var gate = Merged("lib", ("app", ["lib"]), ("site", ["app"]));
        End(gate, "lib", BuildResult.Success);
        Assert.Equal(["app@main"], Running(gate));
        End(gate, "app", BuildResult.Success);
        Assert.Equal(["site@main"], Running(gate));
        End(gate, "site", BuildResult.Success);
        gate.Shows("empty");
    }

    [Fact]
    public void A_failure_in_the_middle_ends_what_is_built_after_a_merge()
    {
        var gate = Merged("lib", ("app", ["lib"]), ("site", ["app"]));
        End(gate, "app", BuildResult.Failure);
        End(gate, "lib", BuildResult.Success);
        gate.Shows("empty");
    }

    [Theory]
    [InlineData("app", "docs")]
    [InlineData("docs", "app")]
    public void What_is_built_from_two_is_built_once_and_after_the_first_of_them_where_both_come_as_late(string first, string other)
    {
        var gate = Merged("lib", (first, ["lib"]), (other, ["lib"]), ("site", [first, other]));
        End(gate, "lib", BuildResult.Success);
        End(gate, other, BuildResult.Success);
        Assert.Equal([$"{first}@main"], Running(gate));
        End(gate, first, BuildResult.Success);
        Assert.Equal(["site@main"], Running(gate));
        End(gate, "site", BuildResult.Success);
        gate.Shows("empty");
    }

    [Fact]
    public void What_is_built_from_a_project_directly_and_through_another_is_built_after_the_other()
    {
        var gate = Merged("lib", ("site", ["lib", "app"]), ("app", ["lib"]));
        End(gate, "lib", BuildResult.Success);
        Assert.Equal(["app@main"], Running(gate));
        End(gate, "app", BuildResult.Success);
        Assert.Equal(["site@main"], Running(gate));
    }

    [Fact]
    public void What_is_built_from_two_is_built_after_the_one_that_comes_last()
    {
        var gate = Merged("lib", ("docs", ["lib"]), ("app", ["lib"]), ("pages", ["app"]), ("site", ["docs", "pages"]));
        End(gate, "lib", BuildResult.Success);
        End(gate, "docs", BuildResult.Success);
        End(gate, "app", BuildResult.Success);
        Assert.Equal(["pages@main"], Running(gate));
        End(gate, "pages", BuildResult.Success);
        Assert.Equal(["site@main"], Running(gate));
    }

    [Fact]
    public void A_queue_knows_what_is_built_from_its_projects_through_those_of_other_queues()
    {
        var queues = RepoGroups.QueuesOf(new SitePlan
        {
            Projects = [new ProjectPlan(new("lib")), BuiltFrom("app", "lib"), BuiltFrom("site", "app")],
            Pipelines = [],
        });
        Assert.Equal<BuildChainLink>(
            [new BuildChainLink(new("app"), new("lib")), new BuildChainLink(new("site"), new("app"))],
            BuildChains.Of(queues[0].BuiltAfter, World.MainOf(new("lib"))).Links);

        static ProjectPlan BuiltFrom(string project, string from) => new(new(project)) { BuildsAfter = [new BuildAfterPlan(new(from))] };
    }

    [Fact]
    public void What_is_built_after_itself_is_not_built_without_end()
    {
        var gate = Merged("lib", ("lib", ["site"]), ("app", ["lib", "site"]), ("site", ["app"]));
        End(gate, "lib", BuildResult.Success);
        End(gate, "app", BuildResult.Success);
        End(gate, "site", BuildResult.Success);
        gate.Shows("empty");
    }

    [Fact]
    public void A_project_without_part_in_a_pipeline_is_passed_over_there()
    {
        var gate = Gate(project => project.Name.Value == "app" ? project with { Pipelines = ["gate"] } : project, ("app", ["lib"]), ("site", ["app"]));
        Merge(gate, "lib", "main");
        Assert.Equal(["lib@main", "site@main"], Running(gate));
    }

    [Fact]
    public void After_a_merge_into_another_branch_the_branches_of_its_name_are_built_and_no_default_branch()
    {
        var gate = Gate(project => project, ("app", ["lib"]), ("site", ["app"]));
        foreach (var project in new[] { "lib", "app" })
        {
            Branch(gate, project, "release");
        }

        Merge(gate, "lib", "release");
        End(gate, "lib", BuildResult.Success);
        Assert.Equal(["app@release"], Running(gate));
        End(gate, "app", BuildResult.Success);
        Assert.Empty(Running(gate));
        Assert.Contains(gate.World.Reasons, reason => reason.Text == "site@release is not tested after lib@release: there is no such branch.");
    }

    [Fact]
    public void After_a_merge_into_a_default_branch_that_of_its_name_is_built_where_there_is_one_and_else_the_default_branch()
    {
        var gate = Gate(project => project.Name.Value == "lib" ? project : project with { DefaultBranch = "master" }, ("app", ["lib"]), ("site", ["app"]));
        Branch(gate, "app", "master");
        Branch(gate, "site", "master");
        gate.World.Play(new BranchMoved(gate.World.Now(), new ProjectBranch(new("app"), "main"), null));

        Merge(gate, "lib", "main");
        End(gate, "lib", BuildResult.Success);
        Assert.Equal(["app@master"], Running(gate));
        End(gate, "app", BuildResult.Success);
        Assert.Equal(["site@main"], Running(gate));
    }

    private static void Branch(GateScenario gate, string project, string name)
    {
        var branch = new ProjectBranch(new(project), name);
        gate.World.Tips[branch] = $"{project}-{name}";
        gate.World.Play(new BranchMoved(gate.World.Now(), branch, gate.World.Tips[branch]));
    }

    private static GateScenario Merged(string project, params (string Project, string[] From)[] builtAfter)
    {
        var gate = Gate(project => project, builtAfter);
        Merge(gate, project, "main");
        return gate;
    }

    private static void Merge(GateScenario gate, string project, string branch)
    {
        gate.Change("A", project);
        gate.Edit("A", change => change with { Branch = branch, IsApproved = true }, Trigger.Approved);
        gate.Pass("A");
        Assert.Equal(["A"], gate.Merged);
    }

    private static GateScenario Gate(Func<ProjectPlan, ProjectPlan> edit, params (string Project, string[] From)[] builtAfter)
    {
        var names = builtAfter.Select(one => one.Project).Prepend("lib").Distinct();
        var site = new SitePlan
        {
            Projects =
            [
                .. names.Select(name => edit(new ProjectPlan(new(name))
                {
                    Queue = "q",
                    BuildsAfter = [.. builtAfter.Where(one => one.Project == name).SelectMany(one => one.From).Select(from => new BuildAfterPlan(new(from)))],
                })),
            ],
            Pipelines = [],
        };
        var queue = Assert.Single(RepoGroups.QueuesOf(site));
        return new GateScenario(rules: rules => rules with { Projects = queue.Projects, BuiltAfter = queue.BuiltAfter, Pipelines = rules.Pipelines.Add(Post) });
    }

    private static IEnumerable<string> Running(GateScenario gate) => gate.World.Running.Values.Select(build => build.Target.Value);

    private static void End(GateScenario gate, string project, BuildResult result) =>
        gate.World.End(Assert.Single(gate.World.Running.Values, build => build.Target.Project.Value == project).Build, result);
}
