using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>Brings names into an order in which everything comes after what it needs.</summary>
internal static class Order
{
    /// <summary>All that a name needs, what is needed first, without the name itself.</summary>
    /// <param name="name">The name.</param>
    /// <param name="needs">What each name needs, in the order it is asked for.</param>
    /// <param name="circle">The names of a circle, from one of them to itself; empty where there is none.</param>
    public static ImmutableArray<string> Of(string name, Func<string, IEnumerable<string>> needs, out ImmutableArray<string> circle)
    {
        var done = new List<string>();
        circle = Visit(name, needs, [], done, []);
        done.Remove(name);
        return [.. done];
    }

    private static ImmutableArray<string> Visit(string name, Func<string, IEnumerable<string>> needs, ImmutableArray<string> way, List<string> done, HashSet<string> known)
    {
        if (way.IndexOf(name) is >= 0 and var start)
        {
            return [.. way.Skip(start), name];
        }

        if (!known.Add(name))
        {
            return [];
        }

        foreach (var need in needs(name))
        {
            if (Visit(need, needs, way.Add(name), done, known) is { IsEmpty: false } circle)
            {
                return circle;
            }
        }

        done.Add(name);
        return [];
    }
}
