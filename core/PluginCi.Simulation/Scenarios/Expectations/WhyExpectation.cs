namespace PluginCi.Simulation;

/// <summary>The newest reason recorded for a change contains a text.</summary>
internal sealed record WhyExpectation(string Change, string Text) : Expectation
{
    public override string? FindFault(Play play)
    {
        var found = play.Ledger.ReasonOf(Change);
        return Compare(found.Contains(Text, StringComparison.OrdinalIgnoreCase), $"why of {Change}", $"'{Text}'", found.Length == 0 ? "nothing" : $"'{found}'");
    }
}
