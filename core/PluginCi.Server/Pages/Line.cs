namespace PluginCi.Server;

/// <summary>How far the line of a dependent pipeline goes: through the items that others are, or would be, tested on top of.</summary>
/// <param name="items">The items, head first.</param>
internal sealed class Line(IReadOnlyList<ItemView> items)
{
    private readonly int _last = items.Where(item => !item.IsCutOff).Select(item => item.Place).LastOrDefault();

    /// <summary>True when the line goes on to something behind the item.</summary>
    public bool PassesOn(ItemView item) => item.Place < _last;

    /// <summary>True when the item is behind everything that is on the line.</summary>
    public bool IsPastEnd(ItemView item) => item.Place > _last;
}
