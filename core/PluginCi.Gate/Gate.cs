namespace PluginCi.Gating;

/// <summary>The gate: decides, and does nothing else.</summary>
public static class Gate
{
    /// <summary>Decides what follows from one event.</summary>
    /// <param name="state">The state before it.</param>
    /// <param name="happened">What happened.</param>
    /// <returns>The state after it, what is to be done, and why. The same arguments always give the same decision.</returns>
    public static GateDecision Apply(GateState state, GateEvent happened) => throw new NotSupportedException();
}
