using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>Which stages come after which: arcs of names, united. A name of its own stands for itself.</summary>
internal sealed class ExecutionGraph
{
    private readonly Dictionary<string, List<string>> _after = [];
    private readonly Dictionary<string, List<string>> _before = [];
    private readonly List<string> _alone = [];

    public ExecutionGraph(IEnumerable<ImmutableArray<string>> arcs)
    {
        foreach (var arc in arcs)
        {
            Add(arc);
        }

        Names = [.. _after.Keys.Concat(_before.Keys).Concat(_alone).Distinct()];
    }

    /// <summary>All names.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Everything that must be over before a stage begins.</summary>
    public ImmutableHashSet<string> AncestorsOf(string name)
    {
        var found = new HashSet<string>();
        var open = new Stack<string>(Before(name));
        while (open.TryPop(out var next))
        {
            if (found.Add(next))
            {
                Before(next).ForEach(open.Push);
            }
        }

        return [.. found];
    }

    /// <summary>
    /// The stages in groups that run at the same time; each waits for all of the one before. Within one, names stand in the order in which arcs name them, those that stand for themselves last.
    /// Null where the arcs make a circle.
    /// </summary>
    public ImmutableArray<ImmutableArray<string>>? ToFrames()
    {
        var frames = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        var done = new HashSet<string>();
        ImmutableArray<string> next = [.. _after.Keys.Except(_before.Keys).Union(_alone)];
        while (next.Length > 0)
        {
            frames.Add(next);
            done.UnionWith(next);
            next = [.. next.SelectMany(After).Distinct().Where(name => Before(name).TrueForAll(done.Contains))];
        }

        return done.Count == Names.Length ? frames.ToImmutable() : null;
    }

    private void Add(ImmutableArray<string> arc)
    {
        if (arc is [var only])
        {
            if (!_after.ContainsKey(only) && !_before.ContainsKey(only) && !_alone.Contains(only))
            {
                _alone.Add(only);
            }
        }

        foreach (var (first, second) in arc.Zip(arc.Skip(1)))
        {
            Join(_after, first, second);
            Join(_before, second, first);
            _alone.Remove(first);
            _alone.Remove(second);
        }
    }

    private static void Join(Dictionary<string, List<string>> links, string from, string to)
    {
        var known = links.TryGetValue(from, out var list) ? list : links[from] = [];
        if (!known.Contains(to))
        {
            known.Add(to);
        }
    }

    private List<string> After(string name) => _after.GetValueOrDefault(name) ?? [];

    private List<string> Before(string name) => _before.GetValueOrDefault(name) ?? [];
}
