using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Plugin;
using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>A server of its own on the shared cluster.</summary>
internal sealed class ClusterScene : IAsyncDisposable
{
    private readonly List<KubernetesExecutor> _executors = [];

    public ClusterScene(Func<KubernetesSettings, KubernetesSettings>? change = null)
    {
        Data = Directory.CreateTempSubdirectory("pluginci-kubernetes-data-").FullName;
        var settings = new KubernetesSettings
        {
            Image = LocalCluster.Image,
            KubeConfig = Cluster.KubeConfig,
            Namespace = LocalCluster.Namespace,
            UnreviewedNamespace = LocalCluster.Namespace,
            Capacity = 3,
            ReservedCpus = 0.01,
            StartLimit = TimeSpan.FromMinutes(2),
        };
        Settings = change?.Invoke(settings) ?? settings;
        Executor = NewExecutor();
        Subject = new ExecutorSubject(Executor)
        {
            Deadline = TimeSpan.FromMinutes(2),
            LimitsProcesses = false,
            LimitsDiskAtOnce = false,
            HidesNetwork = false,
            Successor = () => NewExecutor(),
            FindLeftovers = () => Task.FromResult(Leftovers),
        };
        Subject = LocalCluster.Foreign is null ? Subject : Subject with { CountProcesses = CountInPods };
        Builds = new ExecutorScene(Subject);
    }

    public static LocalCluster Cluster => LocalCluster.Instance;

    public string Data { get; }

    public KubernetesSettings Settings { get; }

    public KubernetesExecutor Executor { get; }

    public ExecutorSubject Subject { get; }

    public ExecutorScene Builds { get; }

    /// <summary>The name of this server's only pod.</summary>
    public string Pod => Names.Single();

    /// <summary>Pods that builds left.</summary>
    public IReadOnlyCollection<string> Leftovers => Names;

    private string Mine => $"{PodMaker.ServerLabel}={ServerIdentity.Of(Data).Name}";

    private string[] Names => Kubectl("get", "pods", "--selector", Mine, "--output", "jsonpath={.items[*].metadata.name}")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public string Kubectl(params string[] arguments) => Cluster.Kubectl(["--namespace", Settings.Namespace, .. arguments]);

    /// <summary>The pod of a build that runs.</summary>
    public JsonElement ReadPod() => JsonSerializer.Deserialize<JsonElement>(Kubectl("get", "pod", Pod, "--output", "json"));

    /// <summary>The executor of the same server after a restart.</summary>
    public KubernetesExecutor NewExecutor()
    {
        var made = new KubernetesExecutor(Settings, ClusterAccess.Find(Settings), Data, TimeProvider.System, NullLogger.Instance);
        _executors.Add(made);
        return made;
    }

    private int CountInPods(string[] arguments) => Kubectl("get", "pods", "--selector", Mine, "--output", "jsonpath={range .items[*]}{.metadata.name} {.spec.containers[*].name}{'\\n'}{end}")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' '))
        .SelectMany(words => words.Skip(1).Select(container => CountIn(words[0], container, arguments)))
        .Sum();

    private int CountIn(string pod, string container, string[] arguments)
    {
        try
        {
            var lines = Kubectl("exec", pod, "--container", container, "--", "sh", "-c", "for one in /proc/[0-9]*/cmdline; do tr '\\0' ' ' < $one; echo; done");
            return lines.Split('\n').Count(line => line.Trim() == string.Join(' ', arguments));
        }
        catch (InvalidOperationException)
        {
            // It has ended, and all that ran in it.
            return 0;
        }
    }

    /// <summary>Runs a build, and acts once it has told a line.</summary>
    public async Task<(BuildOutcome Outcome, BuildTranscript Output)> RunAndAsync(string command, string line, Func<Task> act)
    {
        var output = new BuildTranscript();
        var running = Builds.RunAsync(Builds.Job(command), output: output);
        await output.LineAsync(line, Subject.Deadline);
        await act();
        return await running;
    }

    public async ValueTask DisposeAsync()
    {
        Builds.Dispose();
        foreach (var executor in _executors)
        {
            await executor.DisposeAsync();
        }

        Directory.Delete(Data, recursive: true);
    }
}
