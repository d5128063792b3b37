namespace PluginCi.Server;

/// <summary>Which items of a dependent pipeline are on the line: those that others are, or would be, tested on top of.</summary>
internal sealed class Line
{
    private readonly HashSet<string> _on = [];
    private readonly int _last;

    public Line(IReadOnlyList<ItemView> items)
    {
        foreach (var (item, index) in items.Select((item, index) => (item, index)).Where(entry => !entry.item.IsCutOff))
        {
            _on.Add(item.Id);
            _last = index + 1;
        }
    }

    public bool IsOn(ItemView item) => _on.Contains(item.Id);

    /// <summary>True when the line goes on to something behind the item.</summary>
    public bool PassesOn(ItemView item) => item.Place < _last;

    /// <summary>True when the item is behind everything that is on the line.</summary>
    public bool IsPastEnd(ItemView item) => item.Place > _last;
}
