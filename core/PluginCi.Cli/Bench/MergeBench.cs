using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Git;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary>Measures how long the speculative merges of a deep queue take in a mirror that has none of them yet.</summary>
internal static class MergeBench
{
    private const int Rounds = 5;

    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;

    /// <summary>How deep a queue, and how many files its repository has.</summary>
    internal sealed record Size(int Depth, int Files);

    public static Size Usual { get; } = new(50, 10_000);

    public static Size Quick { get; } = new(5, 200);

    public static async Task<IReadOnlyList<BenchFigure>> RunAsync(Size size, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateTempSubdirectory("pluginci-bench-").FullName;
        try
        {
            var repository = await BenchRepository.MakeAsync(Path.Combine(scratch, "remote.git"), size, cancellationToken);

            // The first round compiles what runs, and brings git and the files into the memory of the machine.
            await PrepareAsync(repository, Path.Combine(scratch, "warm-up"), cancellationToken);
            var times = new List<TimeSpan>();
            for (var round = 0; round < Rounds; round++)
            {
                times.Add(await PrepareAsync(repository, Path.Combine(scratch, $"round-{round}"), cancellationToken));
            }

            return [BenchFigure.MedianOf($"merges.depth{size.Depth}.files{size.Files}.ms", times)];
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    /// <summary>Merges every change on the merge of those ahead of it, one after the other as the gate asks for them.</summary>
    private static async Task<TimeSpan> PrepareAsync(BenchRepository repository, string folder, CancellationToken cancellationToken)
    {
        var mirror = new GitMirrors(new GitOptions { Directory = folder }, NullLogger<GitMirrors>.Instance).Of(new ProjectName("bench"));
        foreach (var commit in repository.Patchsets.Prepend(repository.Tip))
        {
            await mirror.FetchCommitAsync(repository.Path, commit, cancellationToken);
        }

        var start = Stopwatch.GetTimestamp();
        var tip = repository.Tip;
        foreach (var (number, patchset) in repository.Patchsets.Index())
        {
            var message = new MergeMessage(new ChangeId($"git/{number + 1}"), 1, "Change two files");
            tip = await mirror.MergeAsync(tip, patchset, message, At, cancellationToken) is MergeOutcome.Merged merged
                ? merged.Commit
                : throw new InvalidOperationException($"Change {number + 1} of the bench conflicts.");
        }

        return Stopwatch.GetElapsedTime(start);
    }
}
