namespace PluginCi.Cli;

public sealed class BenchTests
{
    [Fact]
    public async Task The_gate_is_measured_by_the_names_that_are_agreed()
    {
        var figures = await GateBench.RunAsync(CancellationToken.None);

        Assert.Equal(
            ["gate.flow.200.cpu_ms", "gate.flow.1000.cpu_ms", "gate.reset.200.cpu_ms", "gate.flow.10000x100.cpu_ms"],
            figures.Select(figure => figure.Name));
        Assert.All(figures, figure => Assert.True(figure is { Value: > 0, Unit: "ms" }, figure.ToString()));
    }

    [Fact]
    public async Task Merges_are_measured_on_a_repository_of_the_size_that_the_name_says()
    {
        var figure = Assert.Single(await MergeBench.RunAsync(new MergeBench.Size(Depth: 3, Files: 250), CancellationToken.None));

        Assert.Equal("merges.depth3.files250.ms", figure.Name);
        Assert.True(figure.Value > 0);
    }

    [Theory]
    [InlineData(new[] { 3, 1, 2 }, 2)]
    [InlineData(new[] { 4, 1, 2, 3 }, 2.5)]
    public void A_figure_is_the_median_of_its_rounds(int[] milliseconds, double median) =>
        Assert.Equal(median, BenchFigure.MedianOf("x", milliseconds.Select(ms => TimeSpan.FromMilliseconds(ms))).Value);
}
