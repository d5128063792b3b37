using System.Net.Http.Json;
using System.Text.Json;
using CliWrap.Buffered;

namespace PluginCi.Systems;

/// <summary><c>pluginci run --from</c>: builds of a real server, again in a folder that holds nothing.</summary>
public sealed class RunFromTests : IDisposable
{
    private const string Script =
        """
        #r "PluginCi.Dsl.dll"
        using static PluginCi.Dsl.Ci;

        var list = Job("list").Sh("ls > list; echo '{\"made\":\"here\"}' > \"$PLUGINCI_RETURN\"").Publish("list", name: "list");
        var unit = Job("unit").Fetch(list, "list").Env("BELL", "rings")
            .Sh("cat list \"$PLUGINCI_DATA\"; echo; env | grep -E '^(BELL|CI|PLUGINCI_(BRANCH|BUILD|CHANGES|COMMIT|JOB|PATCHSET|PIPELINE|PROJECT))=' | sort")
            .Sh("if grep -qx one list && test -e two; then echo both at once; exit 3; fi");

        return Project(Commit(list, unit, Job("large").Labels("huge").NonVoting().Sh("true")));
        """;

    private readonly ScratchFolder _scratch = new();
    private readonly ScratchFolder _home = new();

    public void Dispose()
    {
        _scratch.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task A_build_of_a_speculative_state_ends_at_home_as_on_the_server()
    {
        await SmallSite.FoundAsync(_scratch, "", Script);
        using var server = RunningProduct.Server(_scratch.Path);
        var url = await server.ReadAddressAsync();
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        await PushBothAsync();

        // So that the first is not merged before the second is tested on top of it.
        await WaitForChangeAsync(http, 2, _ => true);
        Assert.Equal(0, (await Product.RunAsync("freeze", "all", "--reason", "for now", "--server", url)).ExitCode);
        foreach (var change in new[] { "1", "2" })
        {
            Assert.Equal(0, (await Product.RunAsync("change", "approve", change, "--server", url)).ExitCode);
        }

        var passed = await WaitForBuildAsync(http, 1, "unit");
        var failed = await WaitForBuildAsync(http, 2, "unit");
        Assert.Equal(("success", "failure"), (Result(passed), Result(failed)));
        Assert.Equal("git/1", Assert.Single(failed.GetProperty("testedOn").EnumerateArray()).GetString());

        var good = await RunAsync($"{url}{passed.GetProperty("url").GetString()}");
        Assert.True(good.ExitCode == 0, good.StandardOutput + good.StandardError);
        Assert.Contains("It ended as on the server: ", good.StandardOutput, StringComparison.Ordinal);
        Assert.Equal(await PrintedAsync(http, passed), PrintedHere(good.StandardOutput));

        var bad = await RunAsync($"{url}/api/builds/{failed.GetProperty("id").GetString()}");
        Assert.True(bad.ExitCode == 1, bad.StandardOutput + bad.StandardError);
        Assert.Contains("unit | both at once\n", bad.StandardOutput, StringComparison.Ordinal);
        Assert.Contains($"It ended as on the server: {failed.GetProperty("message").GetString()}", bad.StandardOutput, StringComparison.Ordinal);
        var printed = PrintedHere(bad.StandardOutput);
        Assert.Equal(await PrintedAsync(http, failed), printed);
        Assert.Contains("{\"list\":{\"made\":\"here\"}}", printed);
        Assert.Contains("BELL=rings", printed);
        Assert.Empty(Directory.GetFileSystemEntries(_home.PathTo("empty")));

        await TellAsJsonAsync(url, failed);
        await TellWhatIsNotThereAsync(http, url, failed);
    }

    [Fact]
    public async Task What_is_no_build_is_told()
    {
        Assert.Equal(
            (2, "--from names 'core/7', which is not the address of a build. Copy that of its page, such as https://ci.example.org/builds/core-7.\n"),
            await RunAsync("core/7") is var run ? (run.ExitCode, run.StandardError) : default);

        var away = await RunAsync("http://127.0.0.1:9/builds/core-7");
        Assert.Equal(1, away.ExitCode);
        Assert.StartsWith("The server at http://127.0.0.1:9/ does not answer:", away.StandardError, StringComparison.Ordinal);
        Assert.EndsWith("Is the address right, and does it run?\n", away.StandardError, StringComparison.Ordinal);

        var both = await RunAsync("http://127.0.0.1:9/builds/core-7", "unit");
        Assert.Equal(2, both.ExitCode);
        Assert.Contains("--from says already which job runs", both.StandardError, StringComparison.Ordinal);
    }

    private async Task TellAsJsonAsync(string url, JsonElement build)
    {
        var run = await RunAsync($"{url}{build.GetProperty("url").GetString()}", "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("unit | both at once\n", run.StandardError, StringComparison.Ordinal);
        var report = JsonSerializer.Deserialize<JsonElement>(run.StandardOutput);
        Assert.False(report.GetProperty("ok").GetBoolean());
        var job = Assert.Single(report.GetProperty("jobs").EnumerateArray());
        Assert.Equal(("unit", "failure", "failure"), (job.GetProperty("job").GetString(), Result(job), Result(job.GetProperty("server"))));
    }

    private async Task TellWhatIsNotThereAsync(HttpClient http, string url, JsonElement failed)
    {
        var unknown = await RunAsync($"{url}/builds/nope");
        Assert.Equal(1, unknown.ExitCode);
        Assert.StartsWith("There is no build nope. The newest are ", unknown.StandardError, StringComparison.Ordinal);

        var large = await WaitForBuildAsync(http, 1, "large");
        var lacking = await RunAsync($"{url}{large.GetProperty("url").GetString()}");
        Assert.Equal(0, lacking.ExitCode);
        Assert.Contains("Executor 'sandbox' does not have the label 'huge'.", lacking.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain("is fetched at", lacking.StandardError, StringComparison.Ordinal);
        Assert.Contains("large == step 1: true\n", (await RunAsync($"{url}{large.GetProperty("url").GetString()}", "--executor", "sandbox")).StandardOutput, StringComparison.Ordinal);

        Directory.Delete(_scratch.PathTo(".pluginci", "mirrors", "hello.git"), recursive: true);
        var gone = await RunAsync($"{url}{failed.GetProperty("url").GetString()}");
        Assert.Equal(1, gone.ExitCode);
        Assert.Contains($"The sources of build {failed.GetProperty("id").GetString()} are not here any more: ", gone.StandardError, StringComparison.Ordinal);

        Directory.Delete(_scratch.PathTo(".pluginci", "artifacts"), recursive: true);
        var without = await RunAsync($"{url}{failed.GetProperty("url").GetString()}");
        Assert.Equal(1, without.ExitCode);
        Assert.Contains("artifacts", without.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", without.StandardError, StringComparison.Ordinal);
    }

    private async Task PushBothAsync()
    {
        var hello = _scratch.PathTo("hello");
        _scratch.Write("hello/one", "");
        await SmallSite.PushAsync(hello, "HEAD:refs/for/main", "Add one");
        await ScratchFolder.GitAsync(hello, "reset", "--quiet", "--hard", "HEAD~1");
        _scratch.Write("hello/two", "");
        await SmallSite.PushAsync(hello, "HEAD:refs/for/main", "Add two");
    }

    private async Task<BufferedCommandResult> RunAsync(string address, params string[] more)
    {
        Directory.CreateDirectory(_home.PathTo("empty"));
        return await Product.Command(["run", "--from", address, .. more])
            .WithWorkingDirectory(_home.PathTo("empty"))
            .WithEnvironmentVariables(variables => variables.Set("HOME", _home.Path))
            .ExecuteBufferedAsync(RunningProduct.Soon);
    }

    /// <summary>What the steps of a build printed on the server.</summary>
    private static async Task<string[]> PrintedAsync(HttpClient http, JsonElement build) =>
        [.. (await http.GetStringAsync(new Uri(build.GetProperty("logUrl").GetString()!, UriKind.Relative))).Split('\n').Where(line => line.Length > 0 && !line.StartsWith("==", StringComparison.Ordinal))];

    private static string[] PrintedHere(string output) => [.. output.Split('\n').Where(line => line.StartsWith("unit | ", StringComparison.Ordinal)).Select(line => line["unit | ".Length..]).Where(line => line.Length > 0 && !line.StartsWith("==", StringComparison.Ordinal))];

    private static string? Result(JsonElement build) => build.GetProperty("result").GetString();

    /// <summary>Waits until a build of a change in the gate has ended.</summary>
    private static async Task<JsonElement> WaitForBuildAsync(HttpClient http, int change, string job)
    {
        var shown = await WaitForChangeAsync(http, change, view => view.GetProperty("builds").EnumerateArray().Any(IsIt));
        return shown.GetProperty("builds").EnumerateArray().First(IsIt);

        bool IsIt(JsonElement build) => build.GetProperty("job").GetString() == job && build.GetProperty("pipeline").GetString() == "gate"
            && build.TryGetProperty("result", out var result) && result.GetString() is "success" or "failure";
    }

    private static async Task<JsonElement> WaitForChangeAsync(HttpClient http, int change, Func<JsonElement, bool> isWanted)
    {
        var limit = RunningProduct.Soon;
        while (true)
        {
            using var answer = await http.GetAsync(new Uri($"/api/changes/git/{change}", UriKind.Relative), limit);
            if (answer.IsSuccessStatusCode && await answer.Content.ReadFromJsonAsync<JsonElement>(limit) is var view && isWanted(view))
            {
                return view;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), limit);
        }
    }
}
