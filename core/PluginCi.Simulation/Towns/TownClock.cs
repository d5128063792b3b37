namespace PluginCi.Simulation;

/// <summary>The time of a town: it stands still until somebody moves it.</summary>
internal sealed class TownClock
{
    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
