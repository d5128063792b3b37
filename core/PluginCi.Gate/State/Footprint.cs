using System.Collections.Immutable;

namespace PluginCi.Gating;

/// <summary>What a change may affect and what its builds depend on, as far as it is declared. Two changes whose footprints do not meet cannot change each other's results.</summary>
/// <remarks>The keys mean nothing to the engine; it only looks for equal ones.</remarks>
/// <param name="Reads">What its builds see.</param>
/// <param name="Writes">What it changes.</param>
public sealed record Footprint(ImmutableHashSet<string> Reads, ImmutableHashSet<string> Writes)
{
    /// <summary>The footprint of a change of which nothing is known: it meets every other.</summary>
    public static Footprint Everything { get; } = new([], []) { IsEverything = true };

    /// <summary>True when it meets every other.</summary>
    public bool IsEverything { get; init; }

    /// <summary>True when one of the two may change the results of the other.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether it may.</returns>
    public bool Meets(Footprint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsEverything || other.IsEverything || Overlap(Writes, other.Reads) || Overlap(Reads, other.Writes);
    }

    /// <summary>True when both name the same.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether they do.</returns>
    public bool IsSame(Footprint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsEverything == other.IsEverything && Reads.SetEquals(other.Reads) && Writes.SetEquals(other.Writes);
    }

    private static bool Overlap(ImmutableHashSet<string> first, ImmutableHashSet<string> second)
    {
        var (few, many) = first.Count < second.Count ? (first, second) : (second, first);
        foreach (var key in few)
        {
            if (many.Contains(key))
            {
                return true;
            }
        }

        return false;
    }
}
