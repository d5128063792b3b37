using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Git;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary>Measures how long the workspace of a build takes to make from the mirror.</summary>
internal static class WorkspaceBench
{
    private const int Rounds = 5;

    public static async Task<BenchFigure> RunAsync(int files, string scratch, CancellationToken cancellationToken)
    {
        var repository = await BenchRepository.MakeAsync(Path.Combine(scratch, "remote.git"), new MergeBench.Size(1, files), cancellationToken);
        var mirror = new GitMirrors(new GitOptions { Directory = Path.Combine(scratch, "mirrors") }, NullLogger<GitMirrors>.Instance).Of(new ProjectName("bench"));
        await mirror.FetchCommitAsync(repository.Path, repository.Tip, cancellationToken);
        var times = new List<TimeSpan>();

        // The first round brings the files into the memory of the machine.
        for (var round = 0; round <= Rounds; round++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(scratch, $"workspace-{round}")).FullName;
            var start = Stopwatch.GetTimestamp();
            await mirror.CheckoutAsync(repository.Tip, folder, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(start));
            Directory.Delete(folder, recursive: true);
        }

        return BenchFigure.MedianOf($"workspace.files{files}.ms", times.Skip(1));
    }
}
