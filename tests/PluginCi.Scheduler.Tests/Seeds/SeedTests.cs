using System.Collections.Concurrent;
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
    public async Task Every_invariant_holds_whatever_fails()
    {
        var faults = new ConcurrentBag<SeedResult>();
        var next = -1;
        void PlayOn()
        {
            while (faults.IsEmpty && Interlocked.Increment(ref next) is var number && number < Count)
            {
                if (SeededRun.Play(First + (ulong)number) is { Fault: not null } result)
                {
                    faults.Add(result);
                }
            }
        }

        // On threads of their own: those of the pool are what the tests beside this one go on with.
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Factory.StartNew(PlayOn, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.True(faults.IsEmpty, faults.IsEmpty ? "" : Describe(faults.MinBy(result => result.Seed)!));
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
