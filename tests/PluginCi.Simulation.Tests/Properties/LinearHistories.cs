using PluginCi.Model;

namespace PluginCi.Simulation.Properties;

public sealed class LinearHistories
{
    [Fact]
    public void Every_invariant_holds_whatever_happens() => Histories.Check(Strategy.Linear);
}
