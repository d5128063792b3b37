namespace PluginCi.Gating;

/// <summary>How long something is likely to take.</summary>
/// <param name="Quick">As quick as it often is.</param>
/// <param name="Slow">As slow as it seldom is.</param>
internal readonly record struct TimeRange(TimeSpan Quick, TimeSpan Slow)
{
    public static TimeRange Zero => default;

    public static TimeRange operator +(TimeRange one, TimeRange other) => new(one.Quick + other.Quick, one.Slow + other.Slow);

    /// <summary>What is over when both are.</summary>
    public static TimeRange Later(TimeRange one, TimeRange other) =>
        new(one.Quick > other.Quick ? one.Quick : other.Quick, one.Slow > other.Slow ? one.Slow : other.Slow);

    /// <summary>What is left after some time.</summary>
    public TimeRange After(TimeSpan gone) => new(Quick > gone ? Quick - gone : TimeSpan.Zero, Slow > gone ? Slow - gone : TimeSpan.Zero);
}
