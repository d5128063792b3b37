namespace PluginCi.Scheduler;

/// <summary>An executor is given no more builds; those that it runs go on to their end.</summary>
/// <param name="Who">Who asked for it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Since">Since when.</param>
public sealed record Drain(string Who, string Reason, DateTimeOffset Since)
{
    /// <summary>It in words: <c>drained by alice: new disks</c>.</summary>
    /// <returns>The words.</returns>
    public override string ToString() => $"drained by {Who}: {Reason}";
}
