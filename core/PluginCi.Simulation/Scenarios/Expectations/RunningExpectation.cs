using System.Collections.Immutable;

namespace PluginCi.Simulation;

/// <summary>Exactly these builds run now.</summary>
internal sealed record RunningExpectation(ImmutableArray<string> Builds) : Expectation
{
    public override string? FindFault(Play play)
    {
        TownBuild[] running = [.. play.Town.Running];
        var named = new HashSet<TownBuild>();
        var isEachFound = true;
        foreach (var same in Builds.GroupBy(name => name))
        {
            // A name stands for the newest build of that name; written twice, for the two newest.
            var newest = running.Where(build => play.Builds.NamesOf(build).Contains(same.Key)).Reverse().Take(same.Count()).ToArray();
            isEachFound &= newest.Length == same.Count();
            named.UnionWith(newest);
        }

        return Compare(isEachFound && named.Count == running.Length, "running", List(Builds), List(running.Select(play.Builds.TitleOf)));
    }
}
