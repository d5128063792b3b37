using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Model;
using PluginCi.Plugins.Sandbox.Limits;

namespace PluginCi.Plugins.Sandbox.Tests;

public sealed class HostileTests : IDisposable
{
    // An ordinary user may have no groups: a limit is then one of each process, and the build ends by its own error or its time limit.
    private static readonly Cgroups Groups = Cgroups.Find(NullLogger.Instance);

    private readonly SandboxScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_memory_eater_is_ended_and_its_neighbour_passes()
    {
        var (outcome, output) = await BesideANeighbourAsync(SandboxScene.Job("echo up; tail /dev/zero"));

        Assert.Equal(Groups.Has("memory") ? BuildResult.LimitExceeded : BuildResult.Failure, outcome.Result);
        Assert.Contains(Groups.Has("memory") ? "memory limit of 134217728 bytes" : "tail: memory exhausted", $"{outcome.Message} {output.Text}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fork_bomb_is_ended_and_its_neighbour_passes()
    {
        var bomb = SandboxScene.Job("echo up; b() { b | b & }; b; sleep 1000") with { TimeLimit = TimeSpan.FromSeconds(5) };
        var (outcome, _) = await BesideANeighbourAsync(bomb with { Limits = bomb.Limits with { MemoryBytes = 1 << 30 } });

        Assert.Equal(Groups.Has("pids") ? BuildResult.LimitExceeded : BuildResult.TimedOut, outcome.Result);
        Assert.Contains(Groups.Has("pids") ? "limit of 64 processes" : "time limit of 5 seconds", outcome.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/tmp")]
    [InlineData("/build/workspace")]
    public async Task A_disk_filler_fills_its_own_disk_only(string folder)
    {
        var (outcome, output) = await BesideANeighbourAsync(SandboxScene.Job($"echo up; cat /dev/zero > {folder}/big"));

        Assert.Equal(BuildResult.LimitExceeded, outcome.Result);
        Assert.Contains("with the disk full: workspace and /tmp may hold 33554432 bytes together", outcome.Message, StringComparison.Ordinal);
        Assert.Contains("No space left on device", output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkout_larger_than_the_disk_limit_is_told()
    {
        var workspace = _scene.NewWorkspace();
        await File.WriteAllBytesAsync(Path.Combine(workspace, "large"), new byte[2 << 20]);

        var (outcome, _) = await _scene.RunAsync(SandboxScene.Job("true") with { Limits = new ResourceLimits { DiskBytes = 1 << 20 } }, workspace);

        Assert.Equal(BuildResult.LimitExceeded, outcome.Result);
        Assert.Equal("The checkout does not fit into the build's disk limit of 1048576 bytes; raise DiskBytes of the job.", outcome.Message);
    }

    [Fact]
    public async Task A_log_flood_is_cut_at_its_limit()
    {
        var job = SandboxScene.Job("echo up; yes flood");
        var (outcome, output) = await BesideANeighbourAsync(job with { Limits = job.Limits with { OutputBytes = 6000 } });

        Assert.Equal(BuildResult.LimitExceeded, outcome.Result);
        Assert.Contains("limit of 6000 bytes of output", outcome.Message, StringComparison.Ordinal);
        Assert.InRange(output.Told.Skip(1).Sum(line => line.Length + 1), 5000, 6001);
    }

    [Fact]
    public async Task A_build_can_neither_fake_its_result_nor_the_start_of_a_step()
    {
        // Descriptors and memory of the driver, which is process 1, are the only way to the server's pipes.
        var (outcome, output) = await _scene.RunAsync(
            "for fd in 0 1 2 3 4 5 6 7 8 9; do (echo =0 > /proc/1/fd/$fd) && echo wrote $fd; (echo =0 >&$fd) || true; done; kill -9 1 || true; head -c 1 /proc/1/mem || echo unreadable; exit 3",
            "echo never");

        Assert.Equal(BuildResult.Failure, outcome.Result);
        Assert.EndsWith("ended with status 3.", outcome.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(output.Told, line => line.StartsWith("wrote", StringComparison.Ordinal));
        Assert.Contains("unreadable", output.Told);
        Assert.Single(output.Told, line => line.StartsWith("step ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Environment_variables_of_a_job_do_not_reach_the_driver()
    {
        var (outcome, output) = await _scene.RunAsync("tr '\\0' '\\n' < /proc/1/environ || echo hidden; tr '\\0' ' ' < /proc/self/environ");

        Assert.Equal(BuildResult.Success, outcome.Result);
        Assert.Contains("hidden", output.Told);
        Assert.Contains("GREETING=", output.Told[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("DOTNET", output.Text, StringComparison.Ordinal);
    }

    private async Task<(Plugin.BuildOutcome Outcome, BuildTranscript Output)> BesideANeighbourAsync(JobPlan hostile)
    {
        using var letGo = new CancellationTokenSource();
        var neighbour = new BuildTranscript();
        var neighbourRuns = _scene.RunAsync(SandboxScene.Job("echo ready; for i in 1 2 3 4 5 6 7 8; do sleep 0.1; ls / > /tmp/$i; done", "cat /tmp/8"), output: neighbour);
        await neighbour.LineAsync("ready");

        var ended = await _scene.RunAsync(hostile);

        var (outcome, _) = await neighbourRuns;
        Assert.Equal(BuildResult.Success, outcome.Result);
        return ended;
    }
}
