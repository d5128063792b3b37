using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Keeps which items of a queue may change each other's results, where independent changes may overtake.</summary>
internal static class Entanglement
{
    /// <summary>Takes what a preparation told of an item's footprint.</summary>
    public static QueueItem Learn(Turn turn, QueueDraft queue, QueueItem item, Preparation preparation)
    {
        if (!turn.Rules.AllowsOvertaking)
        {
            return item;
        }

        // Of what cannot be merged yet, what was known before still holds.
        var footprint = preparation is ReadyToBuild ready ? ready.Footprint ?? Footprint.Everything : item.Footprint ?? Footprint.Everything;
        return item.Footprint is { } known && known.IsSame(footprint) ? item : Entangle(queue, item with { Footprint = footprint });
    }

    private static QueueItem Entangle(QueueDraft queue, QueueItem item)
    {
        var met = new List<ItemId>();
        for (var place = 0; place < queue.Count; place++)
        {
            var other = queue[place];
            if (other.Id == item.Id || other.Footprint is not { IsEverything: false } footprint)
            {
                continue;
            }

            var meets = !item.Footprint!.IsEverything && footprint.Meets(item.Footprint);
            if (meets)
            {
                met.Add(other.Id);
            }

            if (meets != other.Entangled.Contains(item.Id))
            {
                queue[place] = other with { Entangled = meets ? other.Entangled.Add(item.Id) : other.Entangled.Remove(item.Id) };
            }
        }

        return queue.Replace(item with { Entangled = [.. met] });
    }
}
