namespace PluginCi.Simulation;

/// <summary>Chance that can be had again: the same seed gives the same throws on every machine and with every version of .NET.</summary>
/// <param name="seed">The seed.</param>
/// <remarks>Source: splitmix64, by Sebastiano Vigna.</remarks>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 to one less than a bound.</summary>
    public int Roll(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>A number from one bound to another, both included.</summary>
    public int Roll(int least, int most) => least + Roll(most - least + 1);

    /// <summary>True so many times in a hundred.</summary>
    public bool Chance(int percent) => Roll(100) < percent;

    /// <summary>A number from 0 to below 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    public T Pick<T>(IReadOnlyList<T> from) => from[Roll(from.Count)];

    private ulong Next()
    {
        unchecked
        {
            var mixed = _state += 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
