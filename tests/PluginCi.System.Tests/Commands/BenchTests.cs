using System.Text.Json;

namespace PluginCi.Systems;

public sealed class BenchTests
{
    [Fact]
    public async Task What_running_builds_costs_is_measured_by_the_names_that_are_agreed()
    {
        var run = await Product.RunAsync("bench", "executors", "--quick", "--json");

        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        var figures = JsonSerializer.Deserialize<JsonElement>(run.StandardOutput).EnumerateArray().ToArray();
        Assert.Equal(
            ["executor.sandbox.first_command.ms", "executor.sandbox.limit_ratio", "executors.cancel_3.ms", "workspace.files200.ms", "executors.3_builds.server_mb", "logs.mb_per_s"],
            figures.Select(figure => figure.GetProperty("name").GetString()));
        Assert.All(figures, figure => Assert.True(figure.GetProperty("value").GetDouble() > 0, figure.ToString()));
    }

    [Fact]
    public async Task What_scripts_cost_is_measured_by_the_names_that_are_agreed()
    {
        var run = await Product.RunAsync("bench", "scripts", "--quick", "--json");

        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        var figures = JsonSerializer.Deserialize<JsonElement>(run.StandardOutput).EnumerateArray().ToArray();
        Assert.Equal(
            ["scripts.cached.ms", "scripts.warm.ms", "scripts.cold.ms", "site.60.cold.ms", "site.60.warm_start.ms", "site.60.one_changed.ms"],
            figures.Select(figure => figure.GetProperty("name").GetString()));
        Assert.All(figures, figure => Assert.True(figure.GetProperty("value").GetDouble() > 0, figure.ToString()));
    }
}
