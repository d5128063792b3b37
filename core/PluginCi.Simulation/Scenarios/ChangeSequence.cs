using System.Collections.Immutable;

namespace PluginCi.Simulation;

/// <summary>Changes in an order, as files write them: a name, <c>{A,B}</c> for changes that are one item, in brackets what is not live.</summary>
/// <param name="Entries">What was written, one entry after the other.</param>
internal sealed record ChangeSequence(ImmutableArray<ChangeSequence.Entry> Entries)
{
    /// <summary>One change, or the changes of one item in any order.</summary>
    /// <param name="Names">Their names.</param>
    /// <param name="IsLive">False when it only stands there because another one needs it.</param>
    internal sealed record Entry(ImmutableArray<string> Names, bool IsLive = true)
    {
        public bool Fits(IEnumerable<string> names) => Names.ToHashSet().SetEquals(names);

        public override string ToString()
        {
            var item = Names.Length == 1 ? Names[0] : $"{{{string.Join(",", Names)}}}";
            return IsLive ? item : $"({item})";
        }
    }

    /// <summary>Reads one entry.</summary>
    public static Entry Parse(string text)
    {
        var isLive = !(text.StartsWith('(') && text.EndsWith(')'));
        var inner = isLive ? text : text[1..^1].Trim();
        return inner.StartsWith('{') && inner.EndsWith('}')
            ? new Entry([.. inner[1..^1].Split(',', StringSplitOptions.TrimEntries)], isLive)
            : new Entry([inner], isLive);
    }

    /// <summary>True when changes came in this order; the members of an entry may have come in any.</summary>
    public bool IsOrderOf(IReadOnlyList<string> names)
    {
        var at = 0;
        foreach (var entry in Entries)
        {
            if (!entry.Fits(names.Skip(at).Take(entry.Names.Length)))
            {
                return false;
            }

            at += entry.Names.Length;
        }

        return at == names.Count;
    }

    /// <summary>True when a queue holds these items in this order. What is not live counts only where the sequence names such.</summary>
    public bool IsQueueOf(IReadOnlyList<Entry> items)
    {
        var isAll = Entries.Any(entry => !entry.IsLive);
        Entry[] wanted = [.. Entries.SelectMany(Single)];
        Entry[] found = [.. items.Where(item => isAll || item.IsLive)];
        return wanted.Length == found.Length && wanted.Zip(found).All(pair => pair.First.IsLive == pair.Second.IsLive && pair.First.Fits(pair.Second.Names));
    }

    public override string ToString() => $"[{string.Join(", ", Entries)}]";

    // Queues hold what is not live change by change.
    private static IEnumerable<Entry> Single(Entry entry) => entry.IsLive ? [entry] : entry.Names.Select(name => new Entry([name], IsLive: false));
}
