namespace PluginCi.Simulation;

/// <summary>So many messages were sent on a change, by all pipelines.</summary>
internal sealed record ReportCountExpectation(string Change, int Count) : Expectation
{
    public override string? FindFault(Play play)
    {
        var found = play.Ledger.ReportsOn(Change);
        return Compare(found.Count == Count, $"reports on {Change}", Count, $"{found.Count}: {List(found.Select(ReportWords.Of))}");
    }
}
