using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What holds for one gate queue. A value: every verb gives a new one.</summary>
public sealed class Queue : SitePart
{
    internal Queue(QueuePlan plan, Place declaredAt)
    {
        Plan = plan;
        DeclaredAt = declaredAt;
    }

    internal QueuePlan Plan { get; }

    internal Place DeclaredAt { get; }

    /// <summary>Tests and merges changes that need each other as one, all or none. Without it they are refused.</summary>
    /// <returns>The queue with cycles.</returns>
    /// <example><code>Queue("site-a").Cycles()</code></example>
    public Queue Cycles() => new(Plan with { AllowsCycles = true }, DeclaredAt);

    /// <summary>
    /// Lets a change merge without waiting for those ahead of it whose branches its jobs do not see, and those ahead that are unlikely to merge wait for nobody.
    /// It is still tested on, or has the very inputs of a pass on, exactly what is merged. For pipelines with <c>.Probabilistic()</c>, on a site that reuses results.
    /// </summary>
    /// <returns>The queue with overtaking.</returns>
    /// <example><code>Queue("site-a").Overtaking()</code></example>
    public Queue Overtaking() => new(Plan with { AllowsOvertaking = true }, DeclaredAt);

    /// <summary>Tests and merges the open changes of one topic as one, all or none.</summary>
    /// <returns>The queue with topics.</returns>
    /// <example><code>Queue("site-a").Topics()</code></example>
    public Queue Topics() => new(Plan with { UsesTopics = true }, DeclaredAt);
}
