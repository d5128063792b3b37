using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugin.Conformance;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>Many pods, and faults of the watch that a real API shows rarely.</summary>
public sealed class WatchTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("pluginci-kubernetes-watch-").FullName;

    [Fact]
    public async Task Many_builds_share_one_watch()
    {
        const int Builds = 200;
        await using var api = await StandInApi.StartAsync();
        await using var executor = NewExecutor(api, Builds);

        var outcomes = await RunAsync(api, executor, Builds);

        Assert.All(outcomes, outcome => Assert.Equal(BuildResult.Success, outcome.Result));
        Assert.Equal((1, 1), (api.Lists, api.Watches));
        Assert.InRange(executor.Calls, 4 * Builds, (4 * Builds) + 3);
    }

    [Fact]
    public async Task The_program_that_measures_prints_its_figures()
    {
        using var scale = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("dotnet", [typeof(Scale).Assembly.Location, "scale", "20"]) { RedirectStandardOutput = true })!;
        var figures = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, double>>(await scale.StandardOutput.ReadToEndAsync())!;
        await scale.WaitForExitAsync();

        Assert.Equal((0, 20, 20), (scale.ExitCode, figures["executor.kubernetes.builds"], figures["executor.kubernetes.passed"]));
        Assert.True(figures["executor.kubernetes.calls_per_build"] < 5);
    }

    [Fact]
    public async Task A_cluster_that_is_away_for_good_is_told_as_trouble_outside()
    {
        var settings = new KubernetesSettings { Image = "ci:1", StartLimit = TimeSpan.FromSeconds(0.5) };
        await using var executor = new KubernetesExecutor(settings, new ClusterAccess(new Uri("https://localhost:1")), _data, TimeProvider.System, NullLogger.Instance);

        var thrown = await Assert.ThrowsAsync<OutsideException>(() => executor.RunAsync(RequestOf("a", _data), new BuildTranscript(), CancellationToken.None));

        Assert.StartsWith("The Kubernetes API at https://localhost:1/ cannot be reached", thrown.Message, StringComparison.Ordinal);
        Assert.True(thrown.IsTransient);
    }

    [Fact]
    public async Task A_watch_that_is_cut_goes_on_where_it_was()
    {
        await using var api = await StandInApi.StartAsync();
        await using var executor = NewExecutor(api, 4);
        var (running, _) = await StartAsync(executor, "a");
        api.Bookmark();
        api.Cut(forgets: false);
        var (next, _) = await StartAsync(executor, "b");

        api.End.SetResult();

        Assert.Equal(BuildResult.Success, (await running).Result);
        Assert.Equal(BuildResult.Success, (await next).Result);
        Assert.Equal(1, api.Lists);
        Assert.Equal(api.Began.Order(), api.Began);
        Assert.True(api.Began.Count > 1);
    }

    [Fact]
    public async Task What_happened_while_the_past_was_forgotten_is_found_by_a_new_list()
    {
        await using var api = await StandInApi.StartAsync();
        await using var executor = NewExecutor(api, 4);
        var (running, _) = await StartAsync(executor, "a");
        var (lost, pod) = await StartAsync(executor, "b");

        api.Lose(pod);
        api.Cut(forgets: true);

        var outcome = await lost;
        Assert.Equal(BuildResult.Lost, outcome.Result);
        Assert.StartsWith("The build's pod was deleted while it ran", outcome.Message, StringComparison.Ordinal);
        api.End.SetResult();
        Assert.Equal(BuildResult.Success, (await running).Result);
        Assert.Equal(2, api.Lists);
    }

    [Fact]
    public async Task A_build_that_is_cancelled_or_cannot_be_read_right_after_a_restart_leaves_no_pod()
    {
        await using var api = await StandInApi.StartAsync();
        foreach (var isCancelled in new[] { true, false })
        {
            await using var executor = NewExecutor(api, 4);
            var request = RequestOf($"left-{isCancelled}", Directory.CreateDirectory(Path.Combine(_data, "left")).FullName);
            using var letGo = new CancellationTokenSource();
            var output = new BuildTranscript();
            var running = executor.RunLastingAsync(request, output, letGo.Token, CancellationToken.None);
            await output.LineAsync("up");
            await letGo.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
            Assert.Single(api.Names);

            await using var next = NewExecutor(api, 4);
            if (isCancelled)
            {
                var outcome = await next.RunLastingAsync(request, new BuildTranscript(), CancellationToken.None, new CancellationToken(canceled: true));
                Assert.Equal(BuildResult.Cancelled, outcome.Result);
            }
            else
            {
                var gone = request with { Workspace = Path.Combine(_data, "gone") };
                await Assert.ThrowsAsync<OutsideException>(() => next.RunLastingAsync(gone, new BuildTranscript(), CancellationToken.None, CancellationToken.None));
            }

            Assert.Empty(api.Names);
        }
    }

    [Fact]
    public async Task A_build_on_a_system_is_joined_while_its_registry_is_away()
    {
        await using var api = await StandInApi.StartAsync();
        await using var executor = NewExecutor(api, 4);
        var request = RequestOf("joined", Directory.CreateDirectory(Path.Combine(_data, "joined")).FullName);
        using var letGo = new CancellationTokenSource();
        var output = new BuildTranscript();
        var running = executor.RunLastingAsync(request, output, letGo.Token, CancellationToken.None);
        await output.LineAsync("up");
        await letGo.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        var settings = new KubernetesSettings { Image = "ci:1", Registry = "127.0.0.1:1/ci", Environments = new EnvironmentSettings { DebianMirror = "http://127.0.0.1:1/debian" } };
        await using var next = new KubernetesExecutor(settings, api.Access, _data, TimeProvider.System, NullLogger.Instance);
        var joining = next.RunLastingAsync(request with { Job = request.Job with { RunsIn = new DebianPlan("bookworm", []) } }, new BuildTranscript(), CancellationToken.None, CancellationToken.None);
        api.End.SetResult();

        Assert.Equal(BuildResult.Success, (await joining).Result);
    }

    [Fact]
    public async Task An_archive_that_a_killed_server_left_is_removed()
    {
        var left = Path.Combine(Directory.CreateDirectory(Path.Combine(_data, "archives")).FullName, "left.tar");
        await File.WriteAllTextAsync(left, "secret");
        await using var api = await StandInApi.StartAsync();

        await using var executor = NewExecutor(api, 1);

        Assert.False(File.Exists(left));
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);

    internal static async Task<BuildOutcome[]> RunAsync(StandInApi api, KubernetesExecutor executor, int builds)
    {
        var outputs = Enumerable.Range(0, builds).Select(_ => new BuildTranscript()).ToArray();
        var workspace = Directory.CreateTempSubdirectory("pluginci-kubernetes-many-").FullName;
        var running = outputs.Select((output, index) => executor.RunAsync(RequestOf($"b-{index}", workspace), output, CancellationToken.None)).ToArray();
        await Task.WhenAll(outputs.Select(output => output.LineAsync("up", TimeSpan.FromMinutes(5))));
        api.End.SetResult();
        var outcomes = await Task.WhenAll(running);
        Directory.Delete(workspace, recursive: true);
        return outcomes;
    }

    private KubernetesExecutor NewExecutor(StandInApi api, int capacity) =>
        new(new KubernetesSettings { Image = "ci:1", Capacity = capacity }, api.Access, _data, TimeProvider.System, NullLogger.Instance);

    private async Task<(Task<BuildOutcome> Running, string Pod)> StartAsync(KubernetesExecutor executor, string build)
    {
        var output = new BuildTranscript();
        var workspace = Directory.CreateDirectory(Path.Combine(_data, "workspaces", build)).FullName;
        var running = executor.RunAsync(RequestOf(build, workspace), output, CancellationToken.None);
        await output.LineAsync("up");
        return (running, new PodMaker(new KubernetesSettings(), ServerIdentity.Of(_data)).NameOf(new BuildId(build)));
    }

    internal static BuildRequest RequestOf(string build, string workspace) => new()
    {
        Build = new BuildId(build),
        Job = new JobPlan { Name = "unit", Steps = [new ShellStep("true")] },
        Workspace = workspace,
        StartIn = ".",
        Environment = ImmutableSortedDictionary<string, string>.Empty,
    };
}
