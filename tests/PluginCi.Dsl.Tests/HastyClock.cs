namespace PluginCi.Dsl;

/// <summary>A clock whose timers can be made to go off sooner than they should.</summary>
internal sealed class HastyClock : TimeProvider
{
    /// <summary>By how much sooner; those that are set already stay as they are.</summary>
    public int Haste { get; set; } = 1;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, dueTime / Haste, period);
}
