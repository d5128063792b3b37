using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>An executor with a folder of its own, and builds written as shell commands.</summary>
public class SandboxScene : IDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    // A system is downloaded and installed.
    private static readonly TimeSpan MakingDeadline = TimeSpan.FromMinutes(8);
    private readonly SandboxExecutor _executor;
    private int _lastBuild;

    public SandboxScene()
        : this(new SandboxSettings())
    {
    }

    internal SandboxScene(SandboxSettings settings)
    {
        Directory.CreateDirectory(Path.Combine(Root, "data"));
        _executor = new SandboxExecutor(settings, Path.Combine(Root, "data"), NullLoggerFactory.Instance, TimeProvider.System);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("pluginci-sandbox-").FullName;

    public static JobPlan Job(params string[] commands) => new()
    {
        Name = "unit",
        Steps = [.. commands.Select(command => new ShellStep(command))],
        TimeLimit = Deadline,
        Limits = new ResourceLimits { MemoryBytes = 128 << 20, DiskBytes = 32 << 20, Processes = 64 },
    };

    public string NewWorkspace() => Directory.CreateDirectory(Path.Combine(Root, "workspaces", $"{Interlocked.Increment(ref _lastBuild)}")).FullName;

    public Task<(BuildOutcome Outcome, BuildTranscript Output)> RunAsync(params string[] commands) => RunAsync(Job(commands));

    public async Task<(BuildOutcome Outcome, BuildTranscript Output)> RunAsync(
        JobPlan job,
        string? workspace = null,
        BuildTranscript? output = null,
        Func<CancellationToken, Task>? pause = null,
        Outbox? outbox = null,
        CancellationToken cancellationToken = default)
    {
        output ??= new BuildTranscript();
        var request = new BuildRequest
        {
            Build = new BuildId($"queue-{_lastBuild}"),
            Job = job,
            Workspace = workspace ?? NewWorkspace(),
            StartIn = ".",
            Environment = ImmutableSortedDictionary<string, string>.Empty.Add("GREETING", "it's $HOME \"here\""),
            PathVariables = ImmutableSortedDictionary<string, string>.Empty.Add("PLUGINCI_RETURN", ".pluginci/return.json"),
            Outbox = outbox,
        };
        var running = pause is null ? _executor.RunAsync(request, output, cancellationToken) : _executor.RunPausingAsync(request, output, pause, cancellationToken);
        var outcome = await running.WaitAsync(job.RunsIn is null ? Deadline * 2 : MakingDeadline, CancellationToken.None);
        return (outcome, output);
    }

    public void Dispose()
    {
        Directory.Delete(Root, recursive: true);
        GC.SuppressFinalize(this);
    }
}

/// <summary>What a build told, and events to wait for.</summary>
public sealed class BuildTranscript : IBuildOutput
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new();
    private readonly ConcurrentQueue<string> _told = new();

    public IReadOnlyList<string> Told => [.. _told];

    public string Text => string.Join("\n", _told);

    public Task LineAsync(string line) => Event(line).Task.WaitAsync(SandboxScene.Deadline);

    public void StepStarted(int index, string title) => _told.Enqueue($"step {index}: {title}");

    public void StepFailed(int index) => _told.Enqueue($"failed: step {index}");

    public void Line(string line)
    {
        _told.Enqueue(line);
        Event(line).TrySetResult();
    }

    private TaskCompletionSource Event(string line) =>
        _awaited.GetOrAdd(line, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
