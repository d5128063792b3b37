namespace PluginCi.Gating;

/// <summary>Walks a queue whose items do not know of each other.</summary>
internal static class IndependentWalk
{
    public static void Walk(Turn turn, QueueDraft queue)
    {
        for (var place = 0; place < queue.Count;)
        {
            var id = queue[place].Id;
            Advance(turn, queue, place);
            place += place < queue.Count && queue[place].Id == id ? 1 : 0;
        }
    }

    /// <summary>Asks for the item's merge and builds, and ends it when they are done.</summary>
    public static void Advance(Turn turn, QueueDraft queue, int place)
    {
        var item = queue[place];
        if (item.Buildset is null)
        {
            item = Preparations.Ask(turn, queue, item, null, item.Changes, []);
        }

        if (item.Buildset is { Phase: BuildsetPhase.Prepared })
        {
            item = Builds.Advance(turn, queue, item, place);
        }

        Ends.TryEnd(turn, queue, item, undecided: null);
    }
}
