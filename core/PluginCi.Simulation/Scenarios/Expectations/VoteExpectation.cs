namespace PluginCi.Simulation;

/// <summary>The newest vote that the system left on a change; 0 for none.</summary>
internal sealed record VoteExpectation(string Change, int Vote) : Expectation
{
    public override string? FindFault(Play play)
    {
        var found = play.Ledger.VoteOn(Change);
        return Compare(found == Vote, $"vote on {Change}", Vote, found);
    }
}
