using System.Text.Json;

namespace PluginCi.Systems;

public sealed class PluginListTests
{
    [Fact]
    public async Task The_plugins_that_come_with_the_product_are_healthy_or_wait_for_settings()
    {
        var listed = await Product.RunAsync("plugin", "list", "--json");

        Assert.True(listed.ExitCode == 0, listed.StandardError);
        Assert.Equal(
            [("git", "1.8", "change-source, reporter", "healthy"), ("kubernetes", "1.7", "executor", "off"), ("podman", "1.7", "executor", "off"), ("sandbox", "1.7", "executor", "healthy"), ("ssh", "1.7", "executor", "off"), ("webhook", "1.9", "notifier", "off")],
            JsonSerializer.Deserialize<JsonElement>(listed.StandardOutput).EnumerateArray().Select(plugin => (
                plugin.GetProperty("id").GetString(),
                plugin.GetProperty("contract").GetString(),
                string.Join(", ", plugin.GetProperty("capabilities").EnumerateArray()),
                plugin.GetProperty("health").GetString())));
    }

    [Fact]
    public async Task They_are_listed_as_a_table_too()
    {
        var listed = await Product.RunAsync("plugin", "list");

        Assert.Equal(0, listed.ExitCode);
        Assert.All(["id", "version", "contract", "capabilities", "health", "sandbox", "executor"], word => Assert.Contains(word, listed.StandardOutput, StringComparison.Ordinal));
    }
}
