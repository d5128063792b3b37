using System.Text.Json;

namespace PluginCi.Systems;

/// <summary><c>pluginci change …</c> against a running server.</summary>
public sealed class ChangeTests
{
    private const string Script =
        """
        #r "PluginCi.Dsl.dll"
        using static PluginCi.Dsl.Ci;

        return Project(Commit(Job("unit").Sh("echo '<s><testcase name=\"odd\"><failure/></testcase></s>' > r.xml").JUnit("r.xml")));
        """;

    [Fact]
    public async Task A_change_is_listed_shown_abandoned_restored_rechecked_and_approved()
    {
        using var scratch = new ScratchFolder();
        await SmallSite.FoundAsync(scratch, "", Script);
        using var server = RunningProduct.Server(scratch.Path);
        var url = await server.ReadAddressAsync();
        scratch.Write("hello/it", "");
        await SmallSite.PushAsync(scratch.PathTo("hello"), "HEAD:refs/for/main", "Add it");

        await SmallSite.WaitForAsync(url, "open");
        Assert.Equal("git/1", (await ReadAsync(url, "list"))[0].GetProperty("id").GetString());
        await DoAsync(url, "abandon");
        await SmallSite.WaitForAsync(url, "abandoned");
        await DoAsync(url, "restore");
        await SmallSite.WaitForAsync(url, "open");
        await DoAsync(url, "recheck");
        await DoAsync(url, "approve");
        await SmallSite.WaitForAsync(url, "merged");

        var refused = await Product.RunAsync("change", "approve", "7", "--server", url);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("git/7", refused.StandardError, StringComparison.Ordinal);
        var drawn = await Product.RunAsync("change", "show", "git/1", "--server", url);
        Assert.Contains("git/1 hello main: Add it", drawn.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("unit", (await Product.RunAsync("jobs", "--server", url)).StandardOutput, StringComparison.Ordinal);
        var tests = JsonDocument.Parse((await Product.RunAsync("jobs", "--tests", "--server", url, "--json")).StandardOutput).RootElement;
        Assert.Equal(("odd", 1), (tests[0].GetProperty("test").GetString(), tests[0].GetProperty("failureRate").GetDouble()));
        Assert.Contains("odd", (await Product.RunAsync("jobs", "--tests", "--server", url)).StandardOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told()
    {
        var ended = await Product.RunAsync("change", "list", "--server", "http://127.0.0.1:9");

        Assert.Equal(1, ended.ExitCode);
        Assert.StartsWith("The server at http://127.0.0.1:9/ does not answer:", ended.StandardError, StringComparison.Ordinal);
        Assert.EndsWith("Start one with `pluginci up`, or name another with --server.\n", ended.StandardError, StringComparison.Ordinal);
    }

    private static async Task DoAsync(string url, string verb)
    {
        var ended = await Product.RunAsync("change", verb, "1", "--server", url);
        Assert.Equal((0, $"git/1: {verb} done.\n"), (ended.ExitCode, ended.StandardOutput));
    }

    private static async Task<JsonElement> ReadAsync(string url, params string[] command)
    {
        var ended = await Product.RunAsync(["change", .. command, "--json", "--server", url]);
        Assert.True(ended.ExitCode == 0, ended.StandardError);
        return JsonSerializer.Deserialize<JsonElement>(ended.StandardOutput);
    }
}
