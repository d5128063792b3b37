using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugin.Conformance;
using PluginCi.Plugins.Sandbox.Limits;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>An executor with a folder of its own, and builds written as shell commands.</summary>
public sealed class SandboxScene : IDisposable
{
    // An ordinary user may have no groups: a limit is then one of each process, and the build ends by its own error or its time limit.
    private static readonly Cgroups Groups = Cgroups.Find(NullLogger.Instance);

    private readonly string _data = Directory.CreateTempSubdirectory("pluginci-sandbox-").FullName;
    private readonly ExecutorScene _scene;

    public SandboxScene()
    {
        Subject = new ExecutorSubject(new SandboxExecutor(new SandboxSettings(), _data, NullLoggerFactory.Instance, TimeProvider.System))
        {
            LimitsMemory = Groups.Has("memory"),
            LimitsProcesses = Groups.Has("pids"),
            FindLeftovers = () => Task.FromResult<IReadOnlyCollection<string>>(Directory.GetFiles(_data, "driver*", SearchOption.AllDirectories)),
        };
        _scene = new ExecutorScene(Subject);
    }

    public ExecutorSubject Subject { get; }

    public string Root => _scene.Root;

    public JobPlan Job(params string[] commands) => _scene.Job(commands);

    public Outbox NewOutbox(params string[] files) => _scene.NewOutbox(files);

    public Task<(BuildOutcome Outcome, BuildTranscript Output)> RunAsync(params string[] commands) => _scene.RunAsync(commands);

    public Task<(BuildOutcome Outcome, BuildTranscript Output)> RunAsync(JobPlan job, Outbox? outbox = null) => _scene.RunAsync(job, outbox: outbox);

    public void Dispose()
    {
        _scene.Dispose();
        Directory.Delete(_data, recursive: true);
    }
}
