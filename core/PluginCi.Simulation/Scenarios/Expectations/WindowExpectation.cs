namespace PluginCi.Simulation;

/// <summary>The window of a queue has this size; 0 means no limit.</summary>
internal sealed record WindowExpectation(string Queue, int Size) : Expectation
{
    public override string? FindFault(Play play) => play.Board.WindowOf(Queue) is { } found
        ? Compare(found == Size, $"window of {Queue}", Size, found)
        : $"expected window of {Queue} {Size}, but no dependent pipeline has that queue";
}
