namespace PluginCi.Simulation;

/// <summary>So many queues of a pipeline are not empty.</summary>
internal sealed record QueueCountExpectation(string Pipeline, int Count) : Expectation
{
    public override string? FindFault(Play play)
    {
        var found = play.Board.Queues.Count(queue => queue.Pipeline == Pipeline && queue.Items.Count > 0);
        return Compare(found == Count, $"queues of {Pipeline}", Count, found);
    }
}
