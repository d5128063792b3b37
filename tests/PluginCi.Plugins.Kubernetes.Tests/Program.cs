using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>A server with one build, to be killed: <c>DATA KUBECONFIG BUILD WORKSPACE COMMAND</c>. It prints what the build tells. Or, with <c>scale N</c>, one with many: see <see cref="Scale"/>.</summary>
public static class Program
{
    public static Task Main(string[] args) => args switch
    {
        ["stand-in"] => Scale.ServeAsync(),
        ["scale", var builds] => Scale.RunAsync(int.Parse(builds, System.Globalization.CultureInfo.InvariantCulture)),
        _ => RunAsync(args),
    };

    private static async Task RunAsync(string[] args)
    {
        var settings = new KubernetesSettings { Image = LocalCluster.Image, KubeConfig = args[1], ReservedCpus = 0.01 };
        await using var executor = new KubernetesExecutor(settings, ClusterAccess.Find(settings), args[0], TimeProvider.System, NullLogger.Instance);
        var outcome = await executor.RunAsync(RequestOf(args[2], args[3], args[4]), new Print(), CancellationToken.None);
        Console.WriteLine(outcome);
    }

    internal static BuildRequest RequestOf(string build, string workspace, string command) => new()
    {
        Build = new BuildId(build),
        Job = new JobPlan { Name = "unit", Steps = [new ShellStep(command)], Limits = new ResourceLimits { MemoryBytes = 64 << 20, DiskBytes = 32 << 20 } },
        Workspace = workspace,
        StartIn = ".",
        Environment = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty,
        IsReviewed = true,
    };

    private sealed class Print : IBuildOutput
    {
        public void StepStarted(int index, string title) => Console.WriteLine($"step {index}");

        public void Line(string line) => Console.WriteLine(line);
    }
}
