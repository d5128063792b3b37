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

    /// <summary>Names the events that enqueue a change.</summary>
    /// <param name="triggers">One or more of <c>Patchset</c>, <c>Approved</c>, <c>Recheck</c>.</param>
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
    /// <param name="start">At the start, 1 or more. Default 20.</param>
    /// <param name="floor">The least after failures, 1 or more. Default 3.</param>
    /// <param name="ceiling">The most; 0 means no limit. Default 0.</param>
    /// <returns>The pipeline with that window.</returns>
    /// <example><code>Pipeline("gate").Dependent().Window(start: 10)</code></example>
    public Pipeline Window(int start = 20, int floor = 3, int ceiling = 0) => With(Plan with { Window = new WindowPlan(start, floor, ceiling) });

    private Pipeline With(PipelinePlan plan) => new(plan, DeclaredAt);
}
