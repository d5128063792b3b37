namespace PluginCi.Simulation.Workloads;

public sealed class WorkloadTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "tests", "workloads");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_workload_of_the_repository_can_be_read(string file) =>
        Assert.Equal(Path.GetFileNameWithoutExtension(file), WorkloadReader.Read(Path.Combine(Folder, file)).Name);

    [Fact]
    public void The_oracle_is_played_on_the_same_changes_and_compared_with_itself_is_1()
    {
        var oracle = Assert.Single(WorkloadRunner.Play(Path.Combine(Folder, "zuul-10.yaml"), "oracle"));
        Assert.Equal((1.0, 1.0, 1.0, 1.0), (oracle.P50, oracle.P95, oracle.P99, oracle.Throughput));
    }

    [Fact]
    public void On_one_linear_queue_the_probabilistic_strategy_is_nearly_as_quick_as_the_oracle_and_lands_nothing_untested()
    {
        var results = WorkloadRunner.Play(Path.Combine(Folder, "zuul-10.yaml"), "probabilistic");
        Assert.InRange(results[0].P50, 1.0, 1.05);
        Assert.InRange(results[0].Throughput, 0.97, 1.1);
        Assert.Equal(0, results[0].LandedUntested);
        Assert.Equal("oracle", results[1].Strategy);
    }

    [Fact]
    public void Speculating_on_everything_costs_more_builds_than_knowing_what_is_likely()
    {
        var file = Path.Combine(Folder, "zuul-10.yaml");
        Assert.True(WorkloadRunner.Play(file, "speculate-all")[0].BuildsPerChange > WorkloadRunner.Play(file, "probabilistic")[0].BuildsPerChange);
    }

    [Fact]
    public void A_build_that_fails_without_cause_rejects_hardly_any_change()
    {
        var results = WorkloadRunner.Play(Path.Combine(Folder, "flaky-10.yaml"), null);
        Assert.InRange(results[0].FalseEjections, 0, 0.003);
        Assert.Equal(0, results[0].LandedUntested);
    }

    [Fact]
    public void An_unknown_strategy_is_refused_with_the_known_ones()
    {
        var refusal = Assert.Throws<InvalidDataException>(() => WorkloadRunner.Play(Path.Combine(Folder, "quiet.yaml"), "magic"));
        Assert.Contains("magic", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("probabilistic", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_makes_the_same_history_and_what_was_played_can_be_written_as_a_scenario()
    {
        var history = HistoryMaker.Make(7);
        Assert.Equal(ScenarioText.Write(history, [], "none"), ScenarioText.Write(HistoryMaker.Make(7), [], "none"));
        Assert.Null(SoakRunner.Play(20, 7, _ => { }));
    }
}
