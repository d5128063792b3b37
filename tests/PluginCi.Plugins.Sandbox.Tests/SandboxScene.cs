using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugin.Conformance;
using PluginCi.Plugins.Sandbox.Limits;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>An executor with a folder of its own, and builds written as shell commands.</summary>
public class SandboxScene : IDisposable
{
    // An ordinary user may have no groups: a limit is then one of each process, and the build ends by its own error or its time limit.
    private static readonly Cgroups Groups = Cgroups.Find(NullLogger.Instance);

    private readonly string _data = Directory.CreateTempSubdirectory("pluginci-sandbox-").FullName;
    private readonly ExecutorScene _scene;

    public SandboxScene()
        : this(new SandboxSettings(), TimeSpan.FromMinutes(1))
    {
    }

    internal SandboxScene(SandboxSettings settings, TimeSpan deadline)
    {
        Subject = new ExecutorSubject(new SandboxExecutor(settings, _data, NullLoggerFactory.Instance, TimeProvider.System))
        {
            Deadline = deadline,
            LimitsMemory = Groups.Has("memory"),
            LimitsFiles = Groups.Has("memory"),
            LimitsProcesses = Groups.Has("pids"),
            FindLeftovers = () => Task.FromResult<IReadOnlyCollection<string>>(Directory.GetFiles(_data, "driver*", SearchOption.AllDirectories)),
        };
        _scene = new ExecutorScene(Subject);
    }

    public ExecutorSubject Subject { get; }

    /// <summary>How long a system may take to be made: it is downloaded and installed.</summary>
    public static TimeSpan MakingDeadline => TimeSpan.FromMinutes(4);

    /// <summary>The plugin's data folder.</summary>
    public string Data => _data;

    public string Root => _scene.Root;

    public JobPlan Job(params string[] commands) => _scene.Job(commands);

    public string NewWorkspace() => _scene.NewWorkspace();

    public Outbox NewOutbox(params string[] files) => _scene.NewOutbox(files);

    public Task<(BuildOutcome Outcome, BuildTranscript Output)> RunAsync(params string[] commands) => _scene.RunAsync(commands);

    public Task<(BuildOutcome Outcome, BuildTranscript Output)> RunAsync(
        JobPlan job, Outbox? outbox = null, BuildTranscript? output = null, string? workspace = null, CancellationToken cancellationToken = default) =>
        _scene.RunAsync(job, workspace, output: output, outbox: outbox, cancellationToken: cancellationToken);

    public void Dispose()
    {
        _scene.Dispose();
        Directory.Delete(_data, recursive: true);
        GC.SuppressFinalize(this);
    }
}
