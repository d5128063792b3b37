namespace PluginCi.Simulation;

/// <summary>A queue holds these items, head first.</summary>
internal sealed record QueueExpectation(string Queue, ChangeSequence Items) : Expectation
{
    public override string? FindFault(Play play)
    {
        var found = play.Board.ItemsOf(Queue);
        return Compare(Items.IsQueueOf(found), $"queue {Queue}", Items, List(found.Select(item => item.ToString())));
    }
}
