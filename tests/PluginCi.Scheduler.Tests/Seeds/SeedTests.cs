using System.Globalization;

namespace PluginCi.Scheduler.Seeds;

/// <summary>The whole shell, on one thread and a clock of its own, in bad weather. A failure prints its seed, what happened, and how to see it again.</summary>
/// <remarks>2,000 seeds, or what the environment variable PCI_HISTORIES says, from 1 or PCI_SEED on.</remarks>
public sealed class SeedTests
{
    private static readonly int Count =
        int.TryParse(Environment.GetEnvironmentVariable("PCI_HISTORIES"), CultureInfo.InvariantCulture, out var asked) ? asked : 2_000;

    private static readonly ulong First =
        ulong.TryParse(Environment.GetEnvironmentVariable("PCI_SEED"), CultureInfo.InvariantCulture, out var seed) ? seed : 1;

    [Fact]
    public void Every_invariant_holds_whatever_fails()
    {
        var faults = new SortedDictionary<ulong, SeedResult>();
        Parallel.For(0, Count, (number, all) =>
        {
            var result = SeededRun.Play(First + (ulong)number);
            if (result.Fault is not null)
            {
                lock (faults)
                {
                    faults.Add(result.Seed, result);
                }

                all.Break();
            }
        });
        Assert.True(faults.Count == 0, faults.Count == 0 ? "" : Describe(faults.First().Value));
    }

    [Fact]
    public void Seeds_hand_things_from_build_to_build() =>
        Assert.Contains(Enumerable.Range(1, 30).Select(seed => SeededRun.Play((ulong)seed).Trace), trace => trace.Contains("is handed what", StringComparison.Ordinal));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_same_seed_gives_the_same_run(ulong seed)
    {
        var (first, second) = (SeededRun.Play(seed), SeededRun.Play(seed));

        Assert.Equal(first.Trace, second.Trace);
        Assert.Equal(first.Fingerprint, second.Fingerprint);
    }

    private static string Describe(SeedResult result) =>
        $"""
        {result.Trace}
        {result.Fault}.
        To see it again: PCI_SEED={result.Seed} PCI_HISTORIES=1 dotnet test tests/PluginCi.Scheduler.Tests --filter Every_invariant_holds_whatever_fails
        """;
}
