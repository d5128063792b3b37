using System.Diagnostics;
using System.Globalization;

namespace PluginCi.Cli;

/// <summary>Measures a server of its own process, while builds run on it and people watch them.</summary>
internal static class ServerBench
{
    private const int Viewers = 2;
    private const int MegabytesPerBuild = 15;
    private const int SecondsToStart = 6;

    // Some eighty characters, as compilers and tests print by the thousand.
    private const string FollowedLine = "[ 42%] Building CXX object src/CMakeFiles/app.dir/very/usual/module.cc.o and more";

    /// <summary>The memory of the server while so many builds run at once, the most that it ever had: builds are processes of their own and do not count.</summary>
    public static async Task<BenchFigure> MeasureMemoryAsync(int builds, string folder, CancellationToken cancellationToken)
    {
        await using var server = await BenchServer.StartAsync(folder, builds, "sleep 600", cancellationToken);
        await server.WaitForBuildsAsync(builds, cancellationToken);
        return new BenchFigure($"executors.{builds}_builds.server_mb", Math.Round(server.PeakMemory / 1024.0 / 1024.0, 1), "MB");
    }

    /// <summary>How fast builds can print while each is watched by several people, from the first line to the last that the last of them sees.</summary>
    public static async Task<BenchFigure> MeasureLogsAsync(int megabytes, string folder, CancellationToken cancellationToken)
    {
        var jobs = Math.Max(1, megabytes / MegabytesPerBuild);

        // All begin to print at one time, when all are watched.
        var start = TimeProvider.System.GetUtcNow().AddSeconds(SecondsToStart + jobs).ToUnixTimeSeconds();
        var print = string.Create(
            CultureInfo.InvariantCulture, $"while [ $(date +%s) -lt {start} ]; do sleep 0.1; done; yes '{FollowedLine}' | head -c {MegabytesPerBuild << 20}");
        await using var server = await BenchServer.StartAsync(folder, jobs, print, cancellationToken);
        var running = await server.WaitForBuildsAsync(jobs, cancellationToken);
        var watched = running.SelectMany(build => Enumerable.Repeat(build, Viewers)).Select(build => server.FollowAsync(build, FollowedLine, cancellationToken)).ToArray();
        var seen = await Task.WhenAll(watched);
        var seconds = Stopwatch.GetElapsedTime(seen.Min(one => one.First), seen.Max(one => one.Last)).TotalSeconds;
        return new BenchFigure("logs.mb_per_s", Math.Round(seen.Sum(one => one.Bytes) / Viewers / seconds / 1024 / 1024, 1), "MB/s");
    }
}
