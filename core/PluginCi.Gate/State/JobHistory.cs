namespace PluginCi.Gating;

/// <summary>How builds of a job ended so far; recent ones count more.</summary>
/// <param name="Passed">Builds that passed, each counted with its weight.</param>
/// <param name="Failed">Builds that failed, each counted with its weight.</param>
/// <param name="Seconds">How long a build takes, weighted mean in seconds; 0 when none ended yet.</param>
/// <param name="Flakes">Builds that passed on the very state that one had failed on, counted with their weight.</param>
/// <param name="Variance">How much the times differ, weighted variance in square seconds.</param>
public sealed record JobHistory(double Passed = 0, double Failed = 0, double Seconds = 0, double Flakes = 0, double Variance = 0)
{
    // After 50 more builds a build counts half.
    private const double Fading = 0.98623;

    /// <summary>The chance that the next build fails, from 0 to 1; a job without history is thought to fail once in twenty.</summary>
    public double FailureRate => (Failed + 0.5) / (Passed + Failed + 10);

    /// <summary>The chance that a build fails without cause, from 0 to 1.</summary>
    public double FlakeRate => Flakes / Math.Max(1, Passed + Failed);

    /// <summary>The history with one more build.</summary>
    /// <param name="hasPassed">How it ended.</param>
    /// <param name="took">How long it ran.</param>
    /// <param name="isFlake">True when it passed on the very state that one had failed on.</param>
    /// <returns>The history.</returns>
    public JobHistory With(bool hasPassed, TimeSpan took, bool isFlake) => With(hasPassed ? 0 : 1, took, isFlake);

    /// <summary>The history with one more build of which it is not sure whether it failed for its own.</summary>
    /// <param name="failed">How likely it is that it did, from 0 to 1.</param>
    /// <param name="took">How long it ran.</param>
    /// <param name="isFlake">True when it passed on the very state that one had failed on.</param>
    /// <returns>The history.</returns>
    public JobHistory With(double failed, TimeSpan took, bool isFlake)
    {
        var weight = (Passed + Failed) * Fading;
        var mean = ((Seconds * weight) + took.TotalSeconds) / (weight + 1);
        return new JobHistory(
            (Passed * Fading) + (1 - failed),
            (Failed * Fading) + failed,
            mean,
            (Flakes * Fading) + (isFlake ? 1 : 0),
            ((Variance * weight) + ((took.TotalSeconds - Seconds) * (took.TotalSeconds - mean))) / (weight + 1));
    }
}
