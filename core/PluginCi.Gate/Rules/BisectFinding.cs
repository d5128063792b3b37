namespace PluginCi.Gating;

/// <summary>What a bisection came to.</summary>
public abstract record BisectFinding
{
    private BisectFinding()
    {
    }

    /// <summary>The first state on which the job fails is one of these: exactly one, unless states between could not be tried.</summary>
    /// <param name="First">The place of the first.</param>
    /// <param name="Last">The place of the last; on it the job is known to fail.</param>
    public sealed record Found(int First, int Last) : BisectFinding;

    /// <summary>The job does not pass on the state that was thought to be good.</summary>
    public sealed record GoodFails : BisectFinding;

    /// <summary>The job does not fail on the state that was thought to be bad.</summary>
    public sealed record BadPasses : BisectFinding;
}
