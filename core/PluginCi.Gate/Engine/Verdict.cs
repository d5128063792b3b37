namespace PluginCi.Gating;

/// <summary>What the facts known of an item say.</summary>
public static class Verdict
{
    /// <summary>True when the item cannot merge as it is, so that those behind it are tested without it.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether it is failing.</returns>
    public static bool IsFailing(QueueItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Buildset is { Standing.IsFailing: true };
    }

    /// <summary>True when every deciding job of exactly this state passed and nothing is left to run. Absent, running, lost and skipped are not passed.</summary>
    /// <param name="item">The item.</param>
    /// <returns>Whether it passed.</returns>
    public static bool HasPassed(QueueItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Buildset is { Phase: BuildsetPhase.Prepared, Standing: { IsComplete: true, IsFailing: false } };
    }
}
