namespace PluginCi.Simulation;

/// <summary>So many builds of a name started so far.</summary>
internal sealed record StartedBuildsExpectation(string Build, int Count) : Expectation
{
    public override string? FindFault(Play play)
    {
        var found = play.Ledger.Started(Build).Count;
        return Compare(found == Count, $"builds of {Build}", Count, found);
    }
}
