using PluginCi.Plugin;
using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Ssh.Tests;

/// <summary>A server with one machine.</summary>
internal sealed class SshScene : IAsyncDisposable
{
    private readonly List<SshExecutor> _executors = [];
    private readonly HeardLog _log = new();
    private readonly TimeProvider _clock;

    public SshScene(Func<MachineSettings, MachineSettings>? change = null, TimeSpan? patience = null, TimeSpan? kept = null, TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        Data = Directory.CreateTempSubdirectory("pluginci-ssh-data-").FullName;
        Machine = new FarMachine();
        MachineSettings = change?.Invoke(Machine.Settings) ?? Machine.Settings;
        Settings = new SshSettings { Machines = [MachineSettings], Patience = patience ?? TimeSpan.FromMinutes(2), Kept = kept ?? TimeSpan.FromHours(1) };
        Executor = NewExecutor();
        Subject = new ExecutorSubject(Executor)
        {
            LimitsDiskAtOnce = false,
            HidesNetwork = false,
            Successor = () => NewExecutor(),
            FindLeftovers = () => Task.FromResult<IReadOnlyCollection<string>>(Leftovers is { Count: > 0 } left ? [.. left, .. _log.Lines] : []),
        };
        Scene = new ExecutorScene(Subject);
    }

    public string Data { get; }

    public FarMachine Machine { get; }

    public MachineSettings MachineSettings { get; }

    public SshSettings Settings { get; }

    public SshExecutor Executor { get; }

    public ExecutorSubject Subject { get; }

    /// <summary>Its builds.</summary>
    public ExecutorScene Scene { get; }

    /// <summary>Folders that builds left.</summary>
    public IReadOnlyCollection<string> Leftovers
    {
        get
        {
            var folder = Path.Combine(Machine.Builds, ServerIdentity.Of(Data).Name);
            return Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder) : [];
        }
    }

    /// <summary>The executor of the same server after a restart.</summary>
    public SshExecutor NewExecutor(SshSettings? settings = null, MachineSettings? machine = null)
    {
        var made = new SshExecutor(machine ?? MachineSettings, settings ?? Settings, ServerIdentity.Of(Data), Data, _clock, _log);
        _executors.Add(made);
        return made;
    }

    /// <summary>Runs a build, and acts once it has told a line.</summary>
    public async Task<(BuildOutcome Outcome, BuildTranscript Output)> RunAndAsync(string command, string line, Action act)
    {
        var output = new BuildTranscript();
        var running = Scene.RunAsync(Scene.Job(command), output: output);
        await output.LineAsync(line, Subject.Deadline);
        act();
        return await running;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var executor in _executors)
        {
            await executor.DisposeAsync();
        }

        Machine.Dispose();
        Scene.Dispose();
        Directory.Delete(Data, recursive: true);
    }
}
