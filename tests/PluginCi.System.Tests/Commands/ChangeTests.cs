using System.Text.Json;

namespace PluginCi.Systems;

/// <summary><c>pluginci change …</c> against a running server.</summary>
public sealed class ChangeTests
{
    [Fact]
    public async Task A_change_is_listed_shown_abandoned_restored_rechecked_and_approved()
    {
        using var scratch = new ScratchFolder();
        await PrepareAsync(scratch);
        using var server = RunningProduct.Server(scratch.Path);
        var url = await server.ReadAddressAsync();
        await PushAsync(scratch, "HEAD:refs/for/main", "Add it");

        await WaitForStatusAsync(url, "open");
        Assert.Equal("git/1", (await ReadAsync(url, "list"))[0].GetProperty("id").GetString());
        await DoAsync(url, "abandon");
        await WaitForStatusAsync(url, "abandoned");
        await DoAsync(url, "restore");
        await WaitForStatusAsync(url, "open");
        await DoAsync(url, "recheck");
        await DoAsync(url, "approve");
        await WaitForStatusAsync(url, "merged");

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

    private static async Task PrepareAsync(ScratchFolder scratch)
    {
        scratch.Write("pluginci.yaml", $"listen: http://127.0.0.1:0\nplugins:\n  settings:\n    git:\n      repositories: {scratch.PathTo("git")}\n");
        scratch.Write("config/site.csx", "#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\n\nreturn Site(Repository(\"hello\"));\n");
        scratch.Write("hello/.pipeline/pipeline.csx", "#r \"PluginCi.Dsl.dll\"\nusing static PluginCi.Dsl.Ci;\n\nreturn Project(Commit(Job(\"unit\").Sh(\"echo '<s><testcase name=\\\"odd\\\"><failure/></testcase></s>' > r.xml\").JUnit(\"r.xml\")));\n");
        foreach (var project in new[] { "config", "hello" })
        {
            await ScratchFolder.GitAsync(scratch.Path, "init", "--quiet", "--bare", "--initial-branch=main", scratch.PathTo("git", $"{project}.git"));
            await ScratchFolder.GitAsync(scratch.PathTo(project), "init", "--quiet", "--initial-branch=main");
            await ScratchFolder.GitAsync(scratch.PathTo(project), "remote", "add", "origin", scratch.PathTo("git", $"{project}.git"));
            await CommitAndPushAsync(scratch.PathTo(project), "HEAD:main", "Start");
        }
    }

    private static async Task PushAsync(ScratchFolder scratch, string to, string subject)
    {
        scratch.Write("hello/it", "");
        await CommitAndPushAsync(scratch.PathTo("hello"), to, subject);
    }

    private static async Task CommitAndPushAsync(string clone, string to, string subject)
    {
        await ScratchFolder.GitAsync(clone, "add", "--all");
        await ScratchFolder.GitAsync(clone, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "-m", subject);
        await ScratchFolder.GitAsync(clone, "push", "--quiet", "origin", to);
    }

    private static async Task DoAsync(string url, string verb)
    {
        var ended = await Product.RunAsync("change", verb, "1", "--server", url);
        Assert.Equal((0, $"git/1: {verb} done.\n"), (ended.ExitCode, ended.StandardOutput));
    }

    // The command is taken by the review system at once; the server hears of it a moment later, and tells who asks.
    private static async Task WaitForStatusAsync(string url, string status)
    {
        var limit = RunningProduct.Soon;
        while (true)
        {
            var shown = await Product.RunAsync("change", "show", "1", "--json", "--server", url);
            if (shown.ExitCode == 0 && JsonSerializer.Deserialize<JsonElement>(shown.StandardOutput).GetProperty("change").GetProperty("status").GetString() == status)
            {
                return;
            }

            Assert.False(limit.IsCancellationRequested, $"It never is {status}: {shown.StandardOutput}{shown.StandardError}");
        }
    }

    private static async Task<JsonElement> ReadAsync(string url, params string[] command)
    {
        var ended = await Product.RunAsync(["change", .. command, "--json", "--server", url]);
        Assert.True(ended.ExitCode == 0, ended.StandardError);
        return JsonSerializer.Deserialize<JsonElement>(ended.StandardOutput);
    }
}
