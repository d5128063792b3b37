using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>These messages were sent on a change, by all pipelines, in this order.</summary>
internal sealed record ReportsExpectation(string Change, ImmutableArray<ReportKind> Kinds) : Expectation
{
    public override string? FindFault(Play play)
    {
        var found = play.Ledger.ReportsOn(Change);
        return Compare(Kinds.SequenceEqual(found), $"reports on {Change}", Text(Kinds), Text(found));
    }

    private static string Text(IEnumerable<ReportKind> kinds) => List(kinds.Select(ReportWords.Of));
}
