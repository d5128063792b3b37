namespace PluginCi.Cli;

/// <summary>Measures what running builds costs: their start, their limits, their end, their workspaces, their logs, and the server that has them run.</summary>
internal static class ExecutorBench
{
    /// <summary>How many builds run at once, how many files a workspace has, and how much builds print in all.</summary>
    internal sealed record Size(int Builds, int Files, int LogMegabytes);

    public static Size Usual { get; } = new(50, 10_000, 240);

    public static Size Quick { get; } = new(3, 200, 15);

    public static async Task<IReadOnlyList<BenchFigure>> RunAsync(Size size, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateTempSubdirectory("pluginci-bench-").FullName;
        try
        {
            return
            [
                .. await SandboxBench.RunAsync(size.Builds, scratch, cancellationToken),
                await WorkspaceBench.RunAsync(size.Files, scratch, cancellationToken),
                await ServerBench.MeasureMemoryAsync(size.Builds, Path.Combine(scratch, "memory"), cancellationToken),
                await ServerBench.MeasureLogsAsync(size.LogMegabytes, Path.Combine(scratch, "logs"), cancellationToken),
            ];
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}
