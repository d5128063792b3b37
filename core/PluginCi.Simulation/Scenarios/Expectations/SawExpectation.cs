namespace PluginCi.Simulation;

/// <summary>The newest build of a name was made on these changes, on top of the target branches, in this order.</summary>
internal sealed record SawExpectation(string Build, ChangeSequence Changes) : Expectation
{
    public override string? FindFault(Play play)
    {
        if (play.Ledger.Newest(Build) is not { } build)
        {
            return $"expected {Build} to have seen {Changes}, but no build of that name has started";
        }

        string[] found = [.. play.Ledger.SeenBy(build)];
        return Compare(Changes.IsOrderOf(found), $"{Build} to have seen", Changes, List(found));
    }
}
