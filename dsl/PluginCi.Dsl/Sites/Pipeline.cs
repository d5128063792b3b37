using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>A pipeline of the site. A value: every verb gives a new one.</summary>
public sealed class Pipeline : SitePart
{
    internal Pipeline(PipelinePlan plan, Place declaredAt)
    {
        Plan = plan;
        DeclaredAt = declaredAt;
    }

    internal PipelinePlan Plan { get; }

    internal Place DeclaredAt { get; }

    /// <summary>Tests each change on the branch tips, with what it depends on.</summary>
    /// <returns>The pipeline with that manager, which is also the default.</returns>
    /// <example><code>Pipeline("check").Independent().On(Patchset)</code></example>
    public Pipeline Independent() => With(Plan with { Manager = PipelineManager.Independent });

    /// <summary>Tests each change on top of those ahead of it in its queue: a gate.</summary>
    /// <returns>The pipeline with that manager.</returns>
    /// <example><code>Pipeline("gate").Dependent().On(Approved).RequireApproval().Submits()</code></example>
    public Pipeline Dependent() => With(Plan with { Manager = PipelineManager.Dependent });

    /// <summary>Runs the items of a queue one after the other, each on the branch tips.</summary>
    /// <returns>The pipeline with that manager.</returns>
    /// <example><code>Pipeline("deploy").Serial().On(RefUpdated)</code></example>
    public Pipeline Serial() => With(Plan with { Manager = PipelineManager.Serial });

    /// <summary>Runs one item for each branch, and lets only the newest wait: those between are dropped.</summary>
    /// <returns>The pipeline with that manager.</returns>
    /// <example><code>Pipeline("publish").Supercedent().On(RefUpdated)</code></example>
    public Pipeline Supercedent() => With(Plan with { Manager = PipelineManager.Supercedent });

    /// <summary>Names the events that enqueue something.</summary>
    /// <param name="triggers">One or more of <c>Patchset</c>, <c>Approved</c>, <c>Recheck</c>, <c>Restored</c> for changes, <c>RefUpdated</c>, <c>Tag</c> and
    /// <c>Timer</c> for branches and tags, and <c>Manual</c> for what only operators enqueue.</param>
    /// <returns>The pipeline with these triggers added.</returns>
    /// <example><code>Pipeline("check").On(Patchset, Recheck)</code></example>
    public Pipeline On(params Trigger[] triggers) => With(Plan with { On = [.. Plan.On.Union(triggers)] });

    /// <summary>Lets only approved changes in; one that loses its approval leaves.</summary>
    /// <returns>The pipeline with the requirement.</returns>
    /// <example><code>Pipeline("gate").Dependent().On(Approved).RequireApproval()</code></example>
    public Pipeline RequireApproval() => With(Plan with { RequiresApproval = true });

    /// <summary>Sets the votes that go with reports.</summary>
    /// <param name="success">The vote when all voting jobs passed; 0 for none.</param>
    /// <param name="failure">The vote when the change is rejected; 0 for none.</param>
    /// <returns>The pipeline with these votes.</returns>
    /// <example><code>Pipeline("check").On(Patchset).Votes(success: 1, failure: -1)</code></example>
    public Pipeline Votes(int success, int failure) => With(Plan with { SuccessVote = success, FailureVote = failure });

    /// <summary>Reports when a change enters, not only at the end.</summary>
    /// <returns>The pipeline with start reports.</returns>
    /// <example><code>Pipeline("gate").ReportStart()</code></example>
    public Pipeline ReportStart() => With(Plan with { ReportsStart = true });

    /// <summary>Merges what passed.</summary>
    /// <returns>The pipeline that merges.</returns>
    /// <example><code>Pipeline("gate").Dependent().On(Approved).RequireApproval().Submits()</code></example>
    public Pipeline Submits() => With(Plan with { Submits = true });

    /// <summary>Gives its builds workers before those of other pipelines.</summary>
    /// <returns>The pipeline with high precedence.</returns>
    /// <example><code>Pipeline("gate").HighPrecedence()</code></example>
    public Pipeline HighPrecedence() => With(Plan with { Precedence = Model.Precedence.High });

    /// <summary>Gives its builds workers only when no other pipeline wants them.</summary>
    /// <returns>The pipeline with low precedence.</returns>
    /// <example><code>Pipeline("nightly").LowPrecedence()</code></example>
    public Pipeline LowPrecedence() => With(Plan with { Precedence = Model.Precedence.Low });

    /// <summary>Takes a change out of other pipelines when it enters this one.</summary>
    /// <param name="pipelines">The names of the other pipelines.</param>
    /// <returns>The pipeline that supercedes them.</returns>
    /// <example><code>Pipeline("gate").Supercedes("check")</code></example>
    public Pipeline Supercedes(params string[] pipelines) => With(Plan with { Supercedes = Plan.Supercedes.AddRange(pipelines) });

    /// <summary>Limits how many items at the front of a queue may have builds.</summary>
    /// <param name="start">At the start; 0 means no limit. Default 20.</param>
    /// <param name="floor">The least after failures, 1 or more. Default 3.</param>
    /// <param name="ceiling">The most; 0 means no limit. Default 0.</param>
    /// <param name="grow">How it grows with each merge. Default <c>By(1)</c>.</param>
    /// <param name="shrink">How it shrinks when tests failed at the head. Default <c>Times(2)</c>: it is halved.</param>
    /// <returns>The pipeline with that window.</returns>
    /// <example><code>Pipeline("gate").Dependent().Window(start: 10, ceiling: 40, grow: By(2))</code></example>
    public Pipeline Window(int start = 20, int floor = 3, int ceiling = 0, WindowStep? grow = null, WindowStep? shrink = null) =>
        With(Plan with { Window = new WindowPlan(start, floor, ceiling, grow, shrink) });

    /// <summary>Tests each item on the nearest item ahead that is not failing: the usual strategy of a gate.</summary>
    /// <returns>The pipeline with that strategy, which is also the default.</returns>
    /// <example><code>Pipeline("gate").Dependent().Linear()</code></example>
    public Pipeline Linear() => With(Plan with { Strategy = Strategy.Linear });

    /// <summary>Tests one item of a gate at a time on the branch tips, without speculation.</summary>
    /// <returns>The pipeline with that strategy.</returns>
    /// <example><code>Pipeline("gate").Dependent().OneAtATime()</code></example>
    public Pipeline OneAtATime() => With(Plan with { Strategy = Strategy.Serial });

    /// <summary>Tests many items of a gate as one state, and halves them when it fails.</summary>
    /// <param name="most">The most changes in one state, 1 or more. Default 8. The size in use follows the failure rate.</param>
    /// <returns>The pipeline with that strategy.</returns>
    /// <example><code>Pipeline("gate").Dependent().Batch(most: 16)</code></example>
    public Pipeline Batch(int most = 8) => With(Plan with { Strategy = Strategy.Batch, MostInBatch = most });

    /// <summary>Builds the states of a gate that are most likely to be needed, within a budget.</summary>
    /// <param name="builds">The most states at once, 1 or more. Default 40.</param>
    /// <returns>The pipeline with that strategy.</returns>
    /// <example><code>Pipeline("gate").Dependent().Probabilistic(builds: 60)</code></example>
    public Pipeline Probabilistic(int builds = 40) => With(Plan with { Strategy = Strategy.Probabilistic, BuildBudget = builds });

    /// <summary>Ends the other builds of an item with the first failure of a voting job.</summary>
    /// <returns>The pipeline that fails fast.</returns>
    /// <example><code>Pipeline("gate").Dependent().FailFast()</code></example>
    public Pipeline FailFast() => With(Plan with { IsFailFast = true });

    /// <summary>Keeps an item although its change has a new patchset.</summary>
    /// <returns>The pipeline that keeps them.</returns>
    /// <example><code>Pipeline("experimental").On(Recheck).KeepsOutdated()</code></example>
    public Pipeline KeepsOutdated() => With(Plan with { DequeuesOutdated = false });

    /// <summary>Tests a change without those it depends on.</summary>
    /// <returns>The pipeline that ignores them.</returns>
    /// <example><code>Pipeline("lint").On(Patchset).IgnoresDependencies()</code></example>
    public Pipeline IgnoresDependencies() => With(Plan with { IgnoresDependencies = true });

    /// <summary>Refuses a change that needs too many others.</summary>
    /// <param name="count">The most changes that must be merged with it, itself included; 0 means no limit, which is the default.</param>
    /// <returns>The pipeline with that limit.</returns>
    /// <example><code>Pipeline("check").On(Patchset).MostChanges(20)</code></example>
    public Pipeline MostChanges(int count) => With(Plan with { MostChanges = count });

    /// <summary>Bounds how old a result may be when it merges something: what passed longer ago is tested anew first.</summary>
    /// <param name="time">More than zero. Without it a result lasts until a branch moves or the change does.</param>
    /// <returns>The pipeline with that bound.</returns>
    /// <example><code>Pipeline("gate").Dependent().ResultsLast(Minutes(240))</code></example>
    public Pipeline ResultsLast(TimeSpan time) => With(Plan with { ResultsLast = time });

    /// <summary>Says what a new patchset means for a change that this pipeline rejected although it was approved.</summary>
    /// <param name="rule"><c>AskAgain</c> (the default), <c>KeepApproval</c> or <c>AskAgainIfReworked</c>.</param>
    /// <returns>The pipeline with that rule.</returns>
    /// <example><code>Pipeline("gate").Dependent().OnNewPatchset(AskAgainIfReworked)</code></example>
    public Pipeline OnNewPatchset(NewPatchsetRule rule) => With(Plan with { OnNewPatchset = rule });

    /// <summary>Lets some changes pass others of the same queue. The first rule that fits a change counts.</summary>
    /// <param name="priority">Higher goes first; 0 is the usual.</param>
    /// <param name="project">A glob of project names; left out for all.</param>
    /// <param name="branch">A glob of branches; left out for all.</param>
    /// <param name="topic">A glob of topics; left out for all.</param>
    /// <param name="owner">A glob of owners; left out for all.</param>
    /// <param name="hashtag">A glob of hashtags, one of which must fit; left out for all.</param>
    /// <returns>The pipeline with the rule added.</returns>
    /// <example><code>Pipeline("gate").Dependent().Priority(10, hashtag: "urgent")</code></example>
    public Pipeline Priority(
        int priority, string? project = null, string? branch = null, string? topic = null, string? owner = null, string? hashtag = null) =>
        With(Plan with { Priorities = Plan.Priorities.Add(new PriorityRule(priority, project, branch, topic, owner, hashtag)) });

    /// <summary>Runs by itself for each branch of its projects.</summary>
    /// <param name="cron">A Quartz cron expression of six fields in UTC: seconds, minutes, hours, day of the month, month, day of the week.</param>
    /// <param name="jitter">The most that a run is put off, by an amount that is always the same for the same branch. Default none; at most a day.</param>
    /// <returns>The pipeline with that schedule, and with the trigger <c>Timer</c>.</returns>
    /// <example><code>Pipeline("nightly").Schedule("0 0 3 * * ?", jitter: Minutes(90))</code></example>
    public Pipeline Schedule(string cron, TimeSpan jitter = default) =>
        With(Plan with { Schedule = cron ?? "", Jitter = jitter, On = [.. Plan.On.Union([Trigger.Timer])] });

    private Pipeline With(PipelinePlan plan) => new(plan, DeclaredAt);
}
