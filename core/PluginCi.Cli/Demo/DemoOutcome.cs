namespace PluginCi.Cli;

/// <summary>What became of one change of the demo.</summary>
/// <param name="Expected">The change as it was meant.</param>
/// <param name="Id">The change on the server.</param>
/// <param name="IsMerged">True when its branch contains it.</param>
/// <param name="Reason">Why, in the gate's words.</param>
/// <param name="Seconds">From its first entry into the gate to its end.</param>
internal sealed record DemoOutcome(DemoChange Expected, string Id, bool IsMerged, string Reason, double Seconds)
{
    public string Result => IsMerged ? "merged" : "rejected";

    /// <summary>Whether it ended as it may, for itself; of rivals <see cref="DemoVerdict"/> looks at both.</summary>
    public bool IsAsExpected => IsMerged
        ? Expected.RejectedFor is null || Expected.Rival is not null
        : Expected.RejectedFor is { } reason && Reason.Contains(reason, StringComparison.Ordinal);
}
