using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>Many builds at once through one server, against a stand-in in a process of its own: <c>dotnet PluginCi.Plugins.Kubernetes.Tests.dll scale 5000</c>.</summary>
internal static class Scale
{
    /// <summary>Plays the API until its input ends.</summary>
    public static async Task ServeAsync()
    {
        await using var api = await StandInApi.StartAsync();
        Console.WriteLine(api.Access.Server);
        Console.WriteLine(Convert.ToBase64String(X509Certificate2.CreateFromPem(api.Certificate).RawData));
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line == "end")
            {
                api.End.TrySetResult();
            }
        }
    }

    /// <summary>Runs the builds and prints what they cost as JSON.</summary>
    public static async Task RunAsync(int builds)
    {
        var folder = Directory.CreateTempSubdirectory("pluginci-scale-").FullName;
        using var server = Process.Start(new ProcessStartInfo("dotnet", [typeof(Scale).Assembly.Location, "stand-in"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var address = new Uri((await server.StandardOutput.ReadLineAsync())!);
        using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String((await server.StandardOutput.ReadLineAsync())!));
        var settings = new KubernetesSettings { Image = "ci:1", Capacity = builds, StartLimit = TimeSpan.FromMinutes(15) };
        await using (var executor = new KubernetesExecutor(settings, new ClusterAccess(address) { Authorities = [certificate] }, folder, TimeProvider.System, NullLogger.Instance))
        {
            var before = Memory();
            var clock = Stopwatch.StartNew();
            var processor = Environment.CpuUsage.TotalTime;
            var outputs = Enumerable.Range(0, builds).Select(_ => new Up()).ToArray();
            var workspace = Directory.CreateDirectory(Path.Combine(folder, "workspace")).FullName;
            var running = outputs.Select((output, index) => executor.RunAsync(WatchTests.RequestOf($"b-{index}", workspace), output, CancellationToken.None)).ToArray();
            await Task.WhenAny(Task.WhenAll(outputs.Select(output => output.Came)), Task.WhenAny(running));
            var (up, calls, events, memory) = (clock.Elapsed, executor.Calls, executor.Unreviewed.Watch.Events, Memory());
            await server.StandardInput.WriteLineAsync("end");
            var outcomes = await Task.WhenAll(running);
            Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["executor.kubernetes.builds"] = builds,
                ["executor.kubernetes.passed"] = outcomes.Count(outcome => outcome.Result == Model.BuildResult.Success),
                ["executor.kubernetes.all_up.s"] = Round(up.TotalSeconds),
                ["executor.kubernetes.all_done.s"] = Round(clock.Elapsed.TotalSeconds),
                ["executor.kubernetes.server_mb"] = Round((memory - before) / 1e6),
                ["executor.kubernetes.kb_per_build"] = Round((memory - before) / 1e3 / builds),
                ["executor.kubernetes.calls_per_build"] = Round(executor.Calls / (double)builds),
                ["executor.kubernetes.calls_per_s"] = Round(calls / up.TotalSeconds),
                ["executor.kubernetes.events_per_s"] = Round(events / up.TotalSeconds),
                ["executor.kubernetes.events"] = executor.Unreviewed.Watch.Events,
                ["executor.kubernetes.cpu_ms_per_build"] = Round((Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / builds),
            }));
        }

        server.StandardInput.Close();
        await server.WaitForExitAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static double Round(double number) => Math.Round(number, 2);

    private static long Memory()
    {
        GC.Collect();
        var line = File.ReadLines("/proc/self/status").First(one => one.StartsWith("VmRSS", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private sealed class Up : IBuildOutput
    {
        private readonly TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Came => _came.Task;

        public void StepStarted(int index, string title)
        {
        }

        public void Line(string line) => _came.TrySetResult();
    }
}
