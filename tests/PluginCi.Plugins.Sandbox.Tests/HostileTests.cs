using PluginCi.Model;

namespace PluginCi.Plugins.Sandbox.Tests;

public sealed class HostileTests : IDisposable
{
    private readonly SandboxScene _scene = new();

    public void Dispose() => _scene.Dispose();

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
}
