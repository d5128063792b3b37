namespace PluginCi.Gating;

/// <summary>What an item waits for; <see cref="QueueItem.WaitsFor"/> says it in words.</summary>
public enum Wait
{
    /// <summary>Nothing: it is being prepared, built or merged.</summary>
    None,

    /// <summary>It stands outside the window of its queue.</summary>
    Window,

    /// <summary>It passed, and an item ahead is not done.</summary>
    Turn,

    /// <summary>A job of an item ahead holds those behind.</summary>
    Hold,

    /// <summary>A change that it needs is failing.</summary>
    Need,

    /// <summary>It passed, and merges are frozen.</summary>
    Frozen,

    /// <summary>It is tested as one with others, or will be when the batch under test is done.</summary>
    Batch,

    /// <summary>The budget is better spent on other states for now.</summary>
    Budget,
}
