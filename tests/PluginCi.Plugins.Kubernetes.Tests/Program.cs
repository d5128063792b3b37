using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>A server with one build, to be killed: <c>DATA KUBECONFIG BUILD WORKSPACE COMMAND</c>. It prints what the build tells, and <c>asked</c> when it first asks its proxy for <c>/wait/</c>. Or, with <c>scale N</c>, one with many: see <see cref="Scale"/>.</summary>
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
        var site = new WaitingSite();
        await using var proxy = site.Open(Path.Combine(args[0], "proxy"));
        _ = site.WhenAsked.ContinueWith(_ => Console.WriteLine("asked"), TaskScheduler.Default);
        var outcome = await executor.RunAsync(RequestOf(args[2], args[3], args[4]) with { ProxySocket = args[4].Contains("/wait/", StringComparison.Ordinal) ? proxy.Path : null }, new Print(), CancellationToken.None);
        Console.WriteLine(outcome);
    }

    /// <summary>Runs it in a process of its own that is killed when it has printed a line.</summary>
    internal static async Task RunUntilKilledAsync(ClusterScene scene, string build, string workspace, string command, string last)
    {
        using var server = Process.Start(new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, scene.Data, scene.Settings.KubeConfig!, build, workspace, command]) { RedirectStandardOutput = true })!;
        string? line;
        do
        {
            line = await server.StandardOutput.ReadLineAsync();
        }
        while (line is not null && line != last);
        Assert.Equal(last, line);
        server.Kill();
        await server.WaitForExitAsync();
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
