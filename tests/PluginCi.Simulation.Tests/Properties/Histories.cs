using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using PluginCi.Model;

namespace PluginCi.Simulation.Properties;

/// <summary>The invariants of docs/design/architecture.md over random towns. A failure prints the smallest history that shows it as a scenario file, and its seed.</summary>
/// <remarks>2,500 histories for each strategy, or what the environment variable PCI_HISTORIES says.</remarks>
internal static class Histories
{
    private static readonly int Count =
        int.TryParse(Environment.GetEnvironmentVariable("PCI_HISTORIES"), CultureInfo.InvariantCulture, out var asked) ? asked : 2_500;

    public static void Check(Strategy strategy)
    {
        var histories = Gen.Choose(0, int.MaxValue).Select(seed => HistoryMaker.Make((ulong)seed, strategy));
        var property = Prop.ForAll(Arb.From(histories, HistoryShrinker.Smaller), history =>
        {
            var result = HistoryPlayer.Play(history);
            Assert.True(result.Fault is null, result.Scenario);
        });
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(Count), property);
    }
}
