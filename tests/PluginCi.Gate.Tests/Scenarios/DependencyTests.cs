using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>Git parents and Depends-On.</summary>
public sealed class DependencyTests
{
    [Fact]
    public void A_change_waits_for_one_it_needs_to_be_approved_and_enters_behind_it()
    {
        var gate = new GateScenario(projects: ["core", "video"]);
        gate.Change("A", "core").Change("B", "video", dependsOn: ["A"]);
        gate.Approve("B");
        gate.Shows("empty");
        Assert.Equal("it needs git/1, and git/1 is not approved", gate.World.State.Waiting[GateScenario.Id("B")]);
        gate.Approve("A");
        gate.Shows("""
            A          unit running
            B  A+      unit running
            """);
        Assert.Empty(gate.World.State.Waiting);
    }

    [Fact]
    public void An_approved_need_is_enqueued_first()
    {
        var gate = new GateScenario();
        gate.Change("A").Change("B", parents: ["A"]);
        gate.Push("A");
        gate.Unapprove("A");
        gate.Change("A");
        gate.Approve("C");
        gate.Approve("B");
        gate.Shows("C          unit running");
        gate.Approve("A");
        gate.Shows("""
            C          unit running
            A  C+      unit running
            B  C+A+    unit running
            """);
    }

    [Fact]
    public void A_change_whose_need_fails_is_stopped_and_rejected_with_it()
    {
        var gate = new GateScenario();
        gate.Change("B", dependsOn: ["A"]);
        gate.Approve("Z", "A", "B", "C");
        gate.Fail("A");
        gate.Shows("""
            Z          unit running
            A  Z+      unit failed
            B          waiting, restarted
            C  Z+      unit running, restarted
            """);
        gate.PassAll();
        Assert.Equal(["Z", "C"], gate.Merged);
        Assert.Equal(["gate Start", "gate Failure"], gate.Told("B"));
        Assert.Contains("needs git/1", gate.LastMessage("B"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_need_that_recovers_lets_the_change_go_on()
    {
        var gate = new GateScenario();
        gate.Change("B", dependsOn: ["A"]);
        gate.Approve("Z", "A", "B");
        gate.Fail("A");
        gate.Fail("Z");
        gate.Shows("""
            A          unit running, restarted
            B  A+      unit running, restarted
            """);
        gate.PassAll();
        Assert.Equal(["A", "B"], gate.Merged);
    }

    [Fact]
    public void A_merged_need_is_no_obstacle()
    {
        var gate = new GateScenario();
        gate.Approve("A");
        gate.PassAll();
        gate.Change("B", dependsOn: ["A"]);
        gate.Approve("B");
        gate.PassAll();
        Assert.Equal(["A", "B"], gate.Merged);
    }

    [Fact]
    public void A_need_in_another_queue_is_refused_with_the_reason()
    {
        var gate = new GateScenario();
        gate.Change("A", "elsewhere").Change("B", dependsOn: ["A"]);
        gate.Approve("B");
        gate.Shows("empty");
        Assert.Equal(["gate Refused"], gate.Told("B"));
        Assert.Contains("does not share queue q; merge git/1 first", gate.LastMessage("B"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_need_that_nobody_knows_is_refused()
    {
        var gate = new GateScenario();
        gate.Change("B", dependsOn: ["A"]);
        gate.Approve("B");
        Assert.Equal(["gate Refused"], gate.Told("B"));
        Assert.Contains("needs git/1, which no connection knows", gate.LastMessage("B"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_abandoned_need_is_refused_and_takes_out_what_waits_behind_it()
    {
        var gate = new GateScenario();
        gate.Change("B", dependsOn: ["A"]);
        gate.Approve("A", "B");
        gate.Abandon("A");
        gate.Shows("empty");
        Assert.Contains("it needs git/1, which was abandoned", gate.LastMessage("B"), StringComparison.Ordinal);
        gate.Approve("B");
        Assert.Contains("which is abandoned", gate.LastMessage("B"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_of_dependencies_is_refused()
    {
        var gate = new GateScenario();
        gate.Change("A", dependsOn: ["B"]).Change("B", dependsOn: ["A"]);
        gate.Approve("A", "B");
        gate.Shows("empty");
        Assert.Contains("go round in a circle", gate.LastMessage("B"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_series_merges_in_order_also_when_its_end_is_approved_first()
    {
        var gate = new GateScenario();
        gate.Change("A").Change("B", parents: ["A"]).Change("C", parents: ["B", "A"]);
        gate.Approve("C", "B", "A");
        gate.Shows("""
            A          unit running
            B  A+      unit running
            C  A+B+    unit running
            """);
        gate.PassAll();
        Assert.Equal(["A", "B", "C"], gate.Merged);
    }

    [Fact]
    public void Projects_that_share_a_group_share_a_queue_also_through_others()
    {
        var site = new SitePlan
        {
            Projects = [.. new[] { "blubberoid", "core", "maps", "math", "video", "docs" }.Select(name => new ProjectPlan(new ProjectName(name)))],
            Groups =
            [
                new GroupPlan("site-a", [new("core"), new("maps"), new("math")], []),
                new GroupPlan("site-b", [new("core"), new("video")], []),
                new GroupPlan("service-c", [new("blubberoid")], []),
            ],
            Pipelines = [],
        };
        var queues = RepoGroups.QueuesOf(site).Select(queue => $"{queue.Name}: {string.Join(' ', queue.Projects.Keys)}");
        Assert.Equal(["service-c: blubberoid", "site-a: core maps math video", "docs: docs"], queues);
    }
}
