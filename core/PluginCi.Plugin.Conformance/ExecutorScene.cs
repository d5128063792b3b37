using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Model;

namespace PluginCi.Plugin.Conformance;

/// <summary>Builds written as shell commands for one executor, in a folder of their own. Tests of a plugin may use it for what is theirs alone.</summary>
public sealed class ExecutorScene : IDisposable
{
    private static int _lastNumber;

    private readonly ConcurrentQueue<BuildTranscript> _transcripts = new();
    private readonly ExecutorSubject _subject;

    /// <summary>Makes one.</summary>
    /// <param name="subject">The executor; not disposed with the scene.</param>
    public ExecutorScene(ExecutorSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        _subject = subject;
        Environment = Environment.Add("GREETING", "it's $HOME \"here\"");
    }

    /// <summary>The executor and what is known of it.</summary>
    public ExecutorSubject Subject => _subject;

    /// <summary>A folder for workspaces and outboxes; it goes with the scene.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("pluginci-executor-").FullName;

    /// <summary>The environment variables of the builds. At first <c>GREETING</c> alone.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; set; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The path variables of the builds. At first <c>PLUGINCI_RETURN</c>, which is <c>.pluginci/return.json</c>.</summary>
    public ImmutableSortedDictionary<string, string> PathVariables { get; set; } =
        ImmutableSortedDictionary<string, string>.Empty.Add("PLUGINCI_RETURN", ".pluginci/return.json");

    /// <summary>The folder that steps start in. At first the workspace.</summary>
    public string StartIn { get; set; } = ".";

    /// <summary>The proxy of the builds that are run from now on, as <see cref="BuildRequest.ProxySocket"/>. At first null.</summary>
    public string? ProxySocket { get; set; }

    /// <summary>The caches of the builds that are run from now on. At first none.</summary>
    public ImmutableArray<CacheFolder> Caches { get; set; } = [];

    /// <summary>A job with small limits: 128 MiB of memory, 32 MiB of disk, 64 processes.</summary>
    /// <param name="commands">Its steps.</param>
    /// <returns>The job.</returns>
    public JobPlan Job(params string[] commands) => new()
    {
        Name = "unit",
        Steps = [.. commands.Select(command => new ShellStep(command))],
        TimeLimit = _subject.Deadline,
        Limits = new ResourceLimits { MemoryBytes = 128 << 20, DiskBytes = 32 << 20, Processes = 64 },
    };

    /// <summary>Makes an empty workspace.</summary>
    /// <returns>Its path.</returns>
    public string NewWorkspace() => Directory.CreateDirectory(Path.Combine(Root, "workspaces", Number())).FullName;

    /// <summary>Arguments of a program that runs for years, as no other does.</summary>
    /// <returns><c>sleep</c> and a number.</returns>
    public static string[] NewSleep() => ["sleep", $"{1_000_000 + System.Environment.ProcessId}{Number()}"];

    /// <summary>Runs a build of these steps to its end.</summary>
    /// <param name="commands">The steps.</param>
    /// <returns>How it ended and what it told.</returns>
    public Task<(BuildOutcome Outcome, BuildTranscript Output)> RunAsync(params string[] commands) => RunAsync(Job(commands));

    /// <summary>Runs a build to its end.</summary>
    /// <param name="job">What it runs.</param>
    /// <param name="workspace">Its checkout; null for an empty one.</param>
    /// <param name="output">Where it tells; null for a new one.</param>
    /// <param name="pause">What it pauses for; null when it does not pause.</param>
    /// <param name="outbox">What it hands back.</param>
    /// <param name="cancellationToken">Cancels the build.</param>
    /// <returns>How it ended and what it told.</returns>
    /// <exception cref="ConformanceException">It did not end in twice the deadline.</exception>
    public async Task<(BuildOutcome Outcome, BuildTranscript Output)> RunAsync(
        JobPlan job,
        string? workspace = null,
        BuildTranscript? output = null,
        Func<CancellationToken, Task>? pause = null,
        Outbox? outbox = null,
        CancellationToken cancellationToken = default)
    {
        var request = NewRequest(job, workspace, outbox);
        return await EndAsync(
            output ?? new BuildTranscript(),
            told => pause is null
                ? _subject.Executor.RunAsync(request, told, cancellationToken)
                : ((IPausingExecutor)_subject.Executor).RunPausingAsync(request, told, pause, cancellationToken));
    }

    /// <summary>Describes a build that nobody asked for yet.</summary>
    /// <param name="job">What it runs.</param>
    /// <param name="workspace">Its checkout; null for an empty one.</param>
    /// <param name="outbox">What it hands back.</param>
    /// <returns>The build.</returns>
    public BuildRequest NewRequest(JobPlan job, string? workspace = null, Outbox? outbox = null)
    {
        ArgumentNullException.ThrowIfNull(job);
        var build = new BuildId($"queue-{Number()}");
        return new()
        {
            Build = build,
            Job = job,
            Workspace = workspace ?? NewWorkspace(),
            StartIn = StartIn,
            Environment = Environment.AddRange(job.Services.SelectMany(service => Fill(service, service.Exports, build))),
            PathVariables = PathVariables,
            Outbox = outbox,
            ProxySocket = ProxySocket,
            Services = [.. job.Services.Select(service => new ServiceRequest(service, Fill(service, service.Environment, build)))],
            Caches = Caches,
        };
    }

    /// <summary>Waits for the end of a build.</summary>
    /// <param name="output">Where it tells.</param>
    /// <param name="run">Runs it.</param>
    /// <returns>How it ended and what it told.</returns>
    /// <exception cref="ConformanceException">It did not end in twice the deadline.</exception>
    public async Task<(BuildOutcome Outcome, BuildTranscript Output)> EndAsync(BuildTranscript output, Func<IBuildOutput, Task<BuildOutcome>> run)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(run);
        _transcripts.Enqueue(output);
        var running = run(output);
        try
        {
            var outcome = await running.WaitAsync(_subject.Deadline * 2, CancellationToken.None);
            output.End($"{outcome.Result}, {outcome.Message}");
            return (outcome, output);
        }
        catch (Exception exception) when (exception is OutsideException or OperationCanceledException)
        {
            output.End(exception.Message);
            throw;
        }
        catch (TimeoutException)
        {
            throw new ConformanceException($"The build did not end. It told:\n{output.Text}");
        }
    }

    /// <summary>Runs a build and wants it to pass.</summary>
    /// <param name="commands">The steps.</param>
    /// <returns>What it told.</returns>
    /// <exception cref="ConformanceException">It did not pass.</exception>
    public async Task<BuildTranscript> PassAsync(params string[] commands)
    {
        var (outcome, output) = await RunAsync(commands);
        return outcome.Result == BuildResult.Success ? output : throw new ConformanceException($"The build ended with {outcome.Result}: {outcome.Message} It told:\n{output.Text}");
    }

    /// <summary>Waits until a program runs.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>When it does.</returns>
    /// <exception cref="ConformanceException">It did not come in time.</exception>
    public Task AppearAsync(string[] arguments) => UntilAsync(() => _subject.CountProcesses(arguments) > 0, $"No process '{string.Join(' ', arguments)}' appeared.");

    /// <summary>Waits until no such program runs.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>When none does.</returns>
    /// <exception cref="ConformanceException">It did not end in time.</exception>
    public Task VanishAsync(string[] arguments) => UntilAsync(() => _subject.CountProcesses(arguments) == 0, $"The process '{string.Join(' ', arguments)}' did not end.");

    /// <summary>Makes an outbox of small bounds, 5,500,000 bytes and 50 files.</summary>
    /// <param name="files">Its globs.</param>
    /// <returns>The outbox.</returns>
    public Outbox NewOutbox(params string[] files) => new()
    {
        Folder = Directory.CreateDirectory(Path.Combine(Root, "outboxes", Number())).FullName,
        Files = [.. files],
        MostBytes = 5_500_000,
        MostFiles = 50,
    };

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Root, recursive: true);

    internal void Gone(string[] arguments) =>
        Expect.Equal(0, _subject.CountProcesses(arguments), $"Processes '{string.Join(' ', arguments)}' that are left after the build's end");

    internal async Task CheckNothingIsLeftAsync()
    {
        foreach (var transcript in _transcripts)
        {
            Expect.That(transcript.Violation is null, $"{transcript.Violation} It told:\n{transcript.Text}");
        }

        var leftovers = await _subject.FindLeftovers();
        Expect.That(leftovers.Count == 0, $"Left after the builds' end: {string.Join(", ", leftovers)}");
    }

    // A password of each service of each build, as the server makes them.
    private static ImmutableSortedDictionary<string, string> Fill(ServicePlan service, ImmutableSortedDictionary<string, string> variables, BuildId build) => variables.ToImmutableSortedDictionary(
        variable => variable.Key, variable => variable.Value.Replace(ServicePlan.Password, $"{service.Name}.of.{build}", StringComparison.Ordinal));

    private async Task UntilAsync(Func<bool> isSo, string otherwise)
    {
        using var deadline = new CancellationTokenSource(_subject.Deadline);
        while (!isSo())
        {
            Expect.That(!deadline.IsCancellationRequested, otherwise);
            await Task.Delay(10, CancellationToken.None);
        }
    }

    private static string Number() => Interlocked.Increment(ref _lastNumber).ToString(CultureInfo.InvariantCulture);
}
