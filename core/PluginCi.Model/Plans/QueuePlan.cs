namespace PluginCi.Model;

/// <summary>What holds for one gate queue.</summary>
/// <param name="Name">The queue's name.</param>
/// <param name="AllowsCycles">True when changes that need each other are tested and merged as one item. Default false: they are refused.</param>
/// <param name="UsesTopics">True when open changes of one topic are tested and merged as one item. Default false.</param>
/// <param name="AllowsOvertaking">True when a change need not wait for those ahead of it whose builds it cannot touch. Default false.</param>
/// <remarks>Source: Zuul queue attributes <c>allow-circular-dependencies</c> and <c>dependencies-by-topic</c>.</remarks>
public sealed record QueuePlan(string Name, bool AllowsCycles = false, bool UsesTopics = false, bool AllowsOvertaking = false);
