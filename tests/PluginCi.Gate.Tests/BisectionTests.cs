using System.Collections.Immutable;

namespace PluginCi.Gating;

public sealed class BisectionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_culprit_among_many_merges_is_found_in_the_rounds_that_halving_takes(int capacity)
    {
        foreach (var merges in Enumerable.Range(1, 40))
        {
            foreach (var culprit in Enumerable.Range(1, merges))
            {
                var (finding, rounds) = Search(new Bisection(merges + 1), capacity, place => place < culprit ? ProbeVerdict.Passed : ProbeVerdict.Failed);
                Assert.Equal(new BisectFinding.Found(culprit, culprit), finding);
                Assert.InRange(rounds, 1, 1 + (int)Math.Ceiling(Math.Log2(merges)));
            }
        }
    }

    [Fact]
    public void More_at_once_takes_fewer_rounds() =>
        Assert.InRange(Search(new Bisection(1001), 9, place => place < 700 ? ProbeVerdict.Passed : ProbeVerdict.Failed).Rounds, 1, 4);

    [Fact]
    public void States_that_cannot_be_tried_are_gone_around()
    {
        var (finding, _) = Search(new Bisection(10), 1, place => place is 3 or 4 ? ProbeVerdict.Skipped : place < 7 ? ProbeVerdict.Passed : ProbeVerdict.Failed);
        Assert.Equal(new BisectFinding.Found(7, 7), finding);
    }

    [Fact]
    public void Where_states_around_the_culprit_cannot_be_tried_all_of_them_are_named()
    {
        var (finding, _) = Search(new Bisection(10), 2, place => place is 5 or 6 ? ProbeVerdict.Skipped : place < 6 ? ProbeVerdict.Passed : ProbeVerdict.Failed);
        Assert.Equal(new BisectFinding.Found(5, 7), finding);
    }

    [Fact]
    public void Where_a_job_fails_and_passes_by_turns_its_first_failure_counts()
    {
        var known = new Bisection(6).With(0, ProbeVerdict.Passed).With(5, ProbeVerdict.Failed).With(2, ProbeVerdict.Failed).With(3, ProbeVerdict.Passed);
        Assert.Equal<int>([1], known.Next(1));
        Assert.Equal(new BisectFinding.Found(2, 2), known.With(1, ProbeVerdict.Passed).Finding);
    }

    [Fact]
    public void Ends_that_are_not_as_they_were_said_to_be_are_told()
    {
        Assert.Equal(new BisectFinding.GoodFails(), Search(new Bisection(5), 1, _ => ProbeVerdict.Failed).Finding);
        Assert.Equal(new BisectFinding.BadPasses(), Search(new Bisection(5), 1, _ => ProbeVerdict.Passed).Finding);
        Assert.Equal(new BisectFinding.GoodFails(), Search(new Bisection(2), 1, place => place == 0 ? ProbeVerdict.Skipped : ProbeVerdict.Failed).Finding);
    }

    private static (BisectFinding? Finding, int Rounds) Search(Bisection search, int capacity, Func<int, ProbeVerdict> probe)
    {
        var rounds = 0;
        for (; search.Next(capacity) is { Length: > 0 } places; rounds++)
        {
            Assert.InRange(places.Length, 1, Math.Max(2, capacity));
            Assert.Equal<int>(places, places.Distinct().Order().ToImmutableArray());
            search = places.Aggregate(search, (known, place) => known.With(place, probe(place)));
        }

        return (search.Finding, rounds);
    }
}
