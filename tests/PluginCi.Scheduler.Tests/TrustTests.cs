using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

public sealed class TrustTests
{
    private static readonly Change Approved = new() { Id = new ChangeId("1"), Project = new ProjectName("alpha"), Branch = "main", Patchset = 1, Commit = new string('a', 40), IsApproved = true };

    [Theory]
    [InlineData("gate", true)]
    [InlineData("check", false)]
    [InlineData("approved-check", false)]
    [InlineData("free-gate", false)]
    [InlineData("gone", false)]
    public void A_change_is_reviewed_in_a_gate_that_wants_approvals_alone(string pipeline, bool isReviewed) => Assert.Equal(isReviewed, Trust.IsReviewed(Site, Wish(pipeline, Approved)));

    [Fact]
    public void One_change_that_is_not_approved_makes_all_unreviewed() =>
        Assert.False(Trust.IsReviewed(Site, Wish("gate", Approved, Approved with { IsApproved = false })));

    [Theory]
    [InlineData(Trigger.RefUpdated, true)]
    [InlineData(Trigger.Timer, true)]
    [InlineData(Trigger.Manual, true)]
    [InlineData(Trigger.Tag, false)]
    public void A_branch_is_reviewed_and_a_tag_is_not(Trigger cause, bool isReviewed) =>
        Assert.Equal(isReviewed, Trust.IsReviewed(Site, Wish("post") with { Ref = new RefUpdate(new ProjectName("alpha"), "main", null, new string('a', 40), cause) }));

    [Fact]
    public void What_only_a_pattern_of_the_site_stands_for_is_never_reviewed()
    {
        var alone = Site with { Projects = [new ProjectPlan(new ProjectName("alpha")) { IsSelfServed = true }] };

        Assert.False(Trust.IsReviewed(alone, Wish("gate", Approved)));
        Assert.False(Trust.IsReviewed(alone, Wish("post") with { Ref = new RefUpdate(new ProjectName("alpha"), "main", null, new string('a', 40), Trigger.RefUpdated) }));
        Assert.False(Trust.IsReviewed(Site with { Projects = [] }, Wish("gate", Approved)));
        Assert.False(Trust.IsReviewed(
            Site with { Projects = [new ProjectPlan(new ProjectName("beta")) { IsSelfServed = true }] },
            Wish("gate", Approved) with { Job = new FrozenJob(PlainScripts.Job("acceptance") with { Repositories = [new ProjectName("alpha"), new ProjectName("beta")] }) }));
    }

    private static SitePlan Site { get; } = PlainScripts.SiteOf("alpha") with
    {
        Pipelines =
        [
            new PipelinePlan { Name = "check", Manager = PipelineManager.Independent, On = [] },
            new PipelinePlan { Name = "approved-check", Manager = PipelineManager.Independent, On = [], RequiresApproval = true },
            new PipelinePlan { Name = "gate", Manager = PipelineManager.Dependent, On = [], RequiresApproval = true },
            new PipelinePlan { Name = "free-gate", Manager = PipelineManager.Dependent, On = [] },
        ],
    };

    private static StartBuild Wish(string pipeline, params Change[] changes) => new(
        new BuildId("b"), new BuildsetId("s"), pipeline, [.. changes], null, [], new FrozenJob(PlainScripts.Job("unit")), 1, System.Collections.Immutable.ImmutableSortedDictionary<ProjectBranch, string>.Empty, 0, DateTimeOffset.UnixEpoch);
}
