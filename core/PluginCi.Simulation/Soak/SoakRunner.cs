namespace PluginCi.Simulation;

/// <summary>Plays random histories through the engine and stops at the first that breaks an invariant.</summary>
public static class SoakRunner
{
    private const int MostPlaysToShrink = 5_000;

    /// <summary>Plays histories, with every strategy and with faults.</summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="seed">The seed of the first; each further one has the next seed.</param>
    /// <param name="played">Called after each history with its number, from 1; not at the same time.</param>
    /// <returns>Null when all invariants held; else the smallest history that breaks one, as a scenario file whose first lines name the invariant and the seed.</returns>
    public static string? Play(int count, ulong seed, Action<int> played)
    {
        ArgumentNullException.ThrowIfNull(played);
        for (var number = 0; number < count; number++)
        {
            var history = HistoryMaker.Make(unchecked(seed + (ulong)number));
            if (HistoryPlayer.Play(history).Fault is not null)
            {
                return HistoryShrinker.Shrink(history, MostPlaysToShrink).Result.Scenario;
            }

            played(number + 1);
        }

        return null;
    }
}
