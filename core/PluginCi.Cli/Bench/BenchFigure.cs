namespace PluginCi.Cli;

/// <summary>One thing that a bench measured.</summary>
/// <param name="Name">What, in dots, for example <c>gate.flow.200.cpu_ms</c>.</param>
/// <param name="Value">The median of its rounds.</param>
/// <param name="Unit">The unit of the value.</param>
internal sealed record BenchFigure(string Name, double Value, string Unit)
{
    /// <summary>A figure in milliseconds from several rounds.</summary>
    public static BenchFigure MedianOf(string name, IEnumerable<TimeSpan> rounds, int digits = 2)
    {
        var sorted = rounds.Select(round => round.TotalMilliseconds).Order().ToArray();
        var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return new BenchFigure(name, Math.Round(median, digits), "ms");
    }
}
