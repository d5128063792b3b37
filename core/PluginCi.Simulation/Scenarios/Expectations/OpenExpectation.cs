using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>These changes are not merged, by whomever.</summary>
internal sealed record OpenExpectation(ImmutableArray<string> Changes) : Expectation
{
    public override string? FindFault(Play play)
    {
        var merged = Changes.Where(change => play.FactsOf(change).Status == ChangeStatus.Merged).ToArray();
        return merged.Length == 0 ? null : $"expected open {List(Changes)}, but {List(merged)} {(merged.Length == 1 ? "is" : "are")} merged";
    }
}
