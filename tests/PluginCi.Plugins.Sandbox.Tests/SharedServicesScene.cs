using PluginCi.Dsl;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>One folder of systems for all builds with services. To make a system takes longer than all that is tested on it, so that some share one.</summary>
public sealed class SharedServicesScene() : SandboxScene(new SandboxSettings(), MakingDeadline)
{
    /// <summary>A system that has what several kinds of services need.</summary>
    public static DebianEnvironment Bookworm { get; } = Ci.Debian("bookworm").Apt("mariadb-server", "memcached", "redis-server");

    /// <summary>Runs steps beside services, in the system of the first one, and wants them to pass.</summary>
    public async Task<BuildTranscript> PassAsync(BuildService[] services, params string[] commands)
    {
        var job = commands.Aggregate(Ci.Job("api").Service(services), (whole, command) => whole.Sh(command));
        var (outcome, output) = await RunAsync(job);
        Assert.True(outcome.Result == BuildResult.Success, $"{outcome.Message}\n{output.Text}");
        return output;
    }

    /// <summary>Runs a job in the system of its first service.</summary>
    public Task<(BuildOutcome Outcome, BuildTranscript Output)> RunAsync(Job job) => RunAsync(job.Plan with
    {
        RunsIn = job.Plan.Services[0].RunsIn,
        Limits = new ResourceLimits { MemoryBytes = 256 << 20, DiskBytes = 64 << 20 },
    });
}
