using PluginCi.Model;

namespace PluginCi.Gating.Scenarios;

/// <summary>Freezes of the site and of operators where they stop some changes of a queue and not others.</summary>
public sealed class FreezeTests
{
    private static readonly FreezePlan Release = new() { Name = "release", Reason = "the branch is cut", Projects = ["core"], DeclaredAt = "site.csx(7)" };

    [Fact]
    public void A_frozen_change_waits_outside_and_the_others_merge()
    {
        var gate = Frozen(Release);
        gate.Change("A", "core").Change("B", "maps").Approve("A", "B");
        gate.Shows("B          unit running");
        Assert.Equal("git/1 is not in gate yet: it waits for the end of the freeze of release by site.csx(7): the branch is cut.", gate.Why("A"));
        Assert.Equal("Waits outside gate: it waits for the end of the freeze of release by site.csx(7): the branch is cut. It enters by itself.", gate.LastMessage("A"));
        gate.PassAll();
        Assert.Equal(["B"], gate.Merged);
        Change(gate);
        gate.PassAll();
        Assert.Equal(["B", "A"], gate.Merged);
    }

    [Fact]
    public void A_freeze_that_comes_while_builds_run_takes_the_change_out_and_keeps_the_approval()
    {
        var gate = Gate();
        gate.Change("A", "core").Change("B", "maps").Change("C", "maps", dependsOn: ["A"]).Approve("A", "B", "C");
        Change(gate, Release);
        gate.Shows("B          unit running, restarted");
        Assert.Equal(["gate Start", "gate Left"], gate.Told("A"));
        Assert.StartsWith("Left gate: it needs git/1, and it waits for the end of the freeze of release", gate.LastMessage("C"), StringComparison.Ordinal);
        gate.PassAll();
        Assert.Equal(["B"], gate.Merged);
        Change(gate);
        gate.PassAll();
        Assert.Equal(["B", "A", "C"], gate.Merged);
    }

    [Fact]
    public void A_change_that_loses_its_approval_meanwhile_does_not_come_back()
    {
        var gate = Frozen(Release);
        gate.Change("A", "core").Approve("A");
        gate.Unapprove("A");
        Change(gate);
        gate.Shows("empty");
        Assert.Empty(gate.World.State.Waiting);
    }

    [Fact]
    public void A_merge_that_was_asked_for_and_not_begun_is_held()
    {
        var gate = Gate();
        gate.Change("A", "core").Approve("A");
        gate.World.HoldsSubmits = true;
        gate.PassAll();
        gate.Shows("A          merging");
        Change(gate, Release);
        Assert.Contains(gate.World.Reasons, reason => reason.Text == "git/1 is being merged at this moment; it is merged all the same if that has begun.");
        gate.World.AnswerSubmits();
        gate.Shows("empty");
        Assert.Contains("git/1", gate.World.State.Waiting.Keys.Select(change => change.Value));
        Change(gate);
        gate.PassAll();
        Assert.Equal(["A"], gate.Merged);
    }

    [Fact]
    public void A_queue_that_is_frozen_as_a_whole_is_tested_on()
    {
        var gate = Frozen(Release with { Projects = [] });
        gate.Change("A", "core").Change("B", "maps").Approve("A", "B");
        gate.PassAll();
        gate.Shows("""
            A          unit passed
            B  A+      unit passed
            """);
        Change(gate);
        Assert.Equal(["A", "B"], gate.Merged);
    }

    [Fact]
    public void A_freeze_begins_and_ends_by_the_time_of_events()
    {
        var begins = World.Epoch.AddHours(1);
        var gate = Frozen(Release with { From = begins, Until = begins.AddHours(1) });
        gate.Change("A", "core").Change("B", "core").Approve("A");
        Assert.Empty(gate.World.State.Freezes);
        gate.World.Sleep(TimeSpan.FromHours(1));
        gate.PassAll();
        Assert.Empty(gate.Merged);
        Assert.Equal("release", Assert.Single(gate.World.State.Freezes).Scope);
        gate.World.Sleep(TimeSpan.FromHours(1));
        gate.World.Play(new FreezesDue(gate.World.Now()));
        Assert.Empty(gate.World.State.Freezes);
        gate.PassAll();
        Assert.Equal(["A"], gate.Merged);
        gate.Approve("B");
        gate.PassAll();
        Assert.Equal(["A", "B"], gate.Merged);
    }

    [Fact]
    public void Branches_and_exceptions_say_what_is_not_stopped()
    {
        var gate = Frozen(Release with { Branches = ["release/*", "main"], Exceptions = [new FreezeException(Topic: "hotfix-*"), new FreezeException(Hashtag: "urgent")] });
        gate.Change("A", "core").Change("B", "core").Change("C", "core").Change("D", "core");
        gate.Edit("B", change => change with { Topic = "hotfix-1" }, null);
        gate.Edit("C", change => change with { Hashtags = ["urgent"] }, null);
        gate.Edit("D", change => change with { Branch = "next" }, null);
        Assert.Equal("core into release/*, main (not of topic hotfix-* or hashtag urgent)", gate.World.State.Freezes[0].Merges);
        gate.Approve("A", "B", "C");
        gate.PassAll();
        Assert.Equal(["B", "C"], gate.Merged);

        // Who gives it the topic afterwards need not ask again.
        gate.Edit("A", change => change with { Topic = "hotfix-2" }, null);
        gate.PassAll();
        Assert.Equal(["B", "C", "A"], gate.Merged);
    }

    [Fact]
    public void The_config_project_can_take_the_freeze_away()
    {
        var gate = new GateScenario(projects: ["core", "config"], rules: rules => rules with
        {
            Projects = rules.Projects.SetItem(new("config"), new ProjectPlan(new("config")) { IsConfig = true }),
            Freezes = [Release with { Projects = [] }],
        });
        gate.Change("A", "config").Change("B", "core").Approve("A", "B");
        gate.PassAll();
        Assert.Equal(["A"], gate.Merged);
    }

    [Fact]
    public void An_operator_cannot_thaw_what_the_site_freezes()
    {
        var gate = Frozen(Release);
        gate.Command(new ThawMerges("release"), "jo");
        Assert.Equal("The site freezes release (site.csx(7)); take it out of there, or give it an earlier end.", gate.World.Reasons[^1].Text);
        Assert.Single(gate.World.State.Freezes);
    }

    [Fact]
    public void A_site_that_changes_its_freeze_changes_the_one_in_force()
    {
        var gate = Frozen(Release);
        var since = gate.World.State.Freezes[0].Since;
        Change(gate, Release with { Reason = "the branch is cut, and is tested" });
        var freeze = Assert.Single(gate.World.State.Freezes);
        Assert.Equal((since, "the branch is cut, and is tested"), (freeze.Since, freeze.Reason));
        Change(gate, Release with { From = World.Epoch.AddHours(5) });
        Assert.Empty(gate.World.State.Freezes);
    }

    [Fact]
    public void In_a_batch_a_frozen_change_holds_up_nobody()
    {
        var gate = new GateScenario(projects: ["core", "maps"], edit: pipeline => pipeline with { Strategy = Strategy.Batch, MostInBatch = 3 });
        gate.Change("A", "maps").Change("B", "core").Change("C", "maps").Approve("A", "B", "C");
        gate.Command(new FreezeMerges("core", "a migration"), "jo");
        gate.PassAll();
        Assert.Equal(["A", "C"], gate.Merged);
        gate.Command(new ThawMerges("core"), "jo");
        gate.PassAll();
        Assert.Equal(["A", "C", "B"], gate.Merged);
    }

    [Fact]
    public void A_change_that_waits_goes_with_its_project_to_another_queue()
    {
        var gate = Frozen(Release);
        gate.Change("A", "core").Approve("A");
        gate.World.Play(new RulesChanged(gate.World.Now(), gate.World.State.Rules with { Projects = gate.World.State.Rules.Projects.Remove(new("core")), Freezes = [] }));
        var passed = Assert.Single(gate.World.PassedOn);
        Assert.Equal(("core", "git/1"), (passed.Project.Value, Assert.IsType<EnqueueChange>(Assert.IsType<Commanded>(passed.Happened).Command).Change.Id.Value));

        var other = Frozen(Release);
        other.World.Play(passed.Happened);
        Assert.Contains("git/1", other.World.State.Waiting.Keys.Select(change => change.Value));
    }

    [Fact]
    public void What_was_stamped_before_a_freeze_began_and_comes_late_does_not_end_it()
    {
        var begins = World.Epoch.AddHours(1);
        var gate = Frozen(Release with { From = begins });
        Assert.Empty(gate.World.State.Freezes);
        gate.World.Play(new FreezesDue(begins));
        gate.World.Play(new FreezesDue(begins.AddSeconds(-10)));
        Assert.Single(gate.World.State.Freezes);
    }

    [Fact]
    public void Those_that_a_freeze_kept_out_wait_for_places_when_it_ends()
    {
        var gate = new GateScenario(projects: ["core", "maps"], edit: pipeline => pipeline with { MostChanges = 1 });
        Change(gate, Release);
        gate.Change("A", "core").Change("B", "core").Change("C", "core").Approve("A", "B", "C");
        Change(gate);
        gate.Shows("A          unit running");
        gate.Fail("A");
        gate.Shows("B          unit running");
        gate.PassAll();
        Assert.Equal(["B", "C"], gate.Merged);
    }

    private static GateScenario Gate() => new(projects: ["core", "maps"]);

    private static GateScenario Frozen(FreezePlan freeze)
    {
        var gate = new GateScenario(projects: ["core", "maps"]);
        Change(gate, freeze);
        return gate;
    }

    private static void Change(GateScenario gate, params FreezePlan[] freezes) =>
        gate.World.Play(new RulesChanged(gate.World.Now(), gate.World.State.Rules with { Freezes = [.. freezes] }));
}
