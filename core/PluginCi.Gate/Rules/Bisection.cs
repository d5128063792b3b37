using System.Collections.Immutable;

namespace PluginCi.Gating;

/// <summary>
/// The search for the first of many successive states on which a job fails. State 0 is thought to pass and the last one to fail; both are looked at
/// in the first round, and each round after it divides what is left into parts of one size.
/// </summary>
/// <param name="States">How many states there are, 2 or more.</param>
public sealed record Bisection(int States)
{
    /// <summary>What is known so far, by the place of the state.</summary>
    public ImmutableSortedDictionary<int, ProbeVerdict> Known { get; init; } = ImmutableSortedDictionary<int, ProbeVerdict>.Empty;

    /// <summary>What the search came to; null while it goes on.</summary>
    public BisectFinding? Finding => (VerdictOf(0), VerdictOf(States - 1)) switch
    {
        (null, _) or (_, null) => null,
        (not ProbeVerdict.Passed, _) => new BisectFinding.GoodFails(),
        (_, not ProbeVerdict.Failed) => new BisectFinding.BadPasses(),
        _ when Open().Length > 0 => null,
        _ => new BisectFinding.Found(Good + 1, Bad),
    };

    // The last state that passed before the first that failed: where the job fails and passes by turns, its first failure counts.
    private int Bad => Known.First(entry => entry.Value == ProbeVerdict.Failed).Key;

    private int Good => Known.Last(entry => entry.Value == ProbeVerdict.Passed && entry.Key < Bad).Key;

    /// <summary>Which states to try next, all at once.</summary>
    /// <param name="capacity">How many may be tried at once, 1 or more; the first round tries both ends even so.</param>
    /// <returns>The places, ascending; empty when there is a finding.</returns>
    public ImmutableArray<int> Next(int capacity)
    {
        if (Known.IsEmpty)
        {
            var inner = Spread([.. Enumerable.Range(1, States - 2)], Math.Max(0, capacity - 2));
            return [0, .. inner, States - 1];
        }

        return Finding is null ? Spread(Open(), Math.Max(1, capacity)) : [];
    }

    /// <summary>The search with one more state known.</summary>
    /// <param name="place">The place of the state.</param>
    /// <param name="verdict">What came of it.</param>
    /// <returns>The search.</returns>
    public Bisection With(int place, ProbeVerdict verdict) => this with { Known = Known.SetItem(place, verdict) };

    private ProbeVerdict? VerdictOf(int place) => Known.TryGetValue(place, out var verdict) ? verdict : null;

    private ImmutableArray<int> Open() => [.. Enumerable.Range(Good + 1, Bad - Good - 1).Where(place => !Known.ContainsKey(place))];

    private static ImmutableArray<int> Spread(ImmutableArray<int> places, int most) =>
        most >= places.Length ? places : [.. Enumerable.Range(1, most).Select(part => places[part * places.Length / (most + 1)])];
}
