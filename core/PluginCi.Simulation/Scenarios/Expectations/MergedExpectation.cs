namespace PluginCi.Simulation;

/// <summary>Exactly these changes were merged by the gate, in this order.</summary>
internal sealed record MergedExpectation(ChangeSequence Changes) : Expectation
{
    public override string? FindFault(Play play) =>
        Compare(Changes.IsOrderOf(play.Ledger.Merged), "merged", Changes, List(play.Ledger.Merged));
}
