using System.Text;
using Microsoft.Extensions.Logging;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Ssh;

/// <summary>One machine: what its builds ask of it, and the removal of what nobody asks for any more.</summary>
internal sealed class SshMachine : IAsyncDisposable
{
    // Two words are more usual, or the names of some builds. A build may have put something else in the driver's place.
    private const int MostSaid = 64 << 10;

    private static readonly TimeSpan RemovalLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RemovalDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SweepLimit = TimeSpan.FromMinutes(5);

    private readonly Lock _names = new();
    private readonly HashSet<string> _held = [];
    private readonly Dictionary<string, Task> _removals = [];
    private readonly CancellationTokenSource _ended = new();
    private readonly SshConnection _connection;
    private readonly ILogger _logger;
    private readonly Task _sweeping;

    public SshMachine(MachineSettings settings, SshSettings all, ServerIdentity server, string socket, TimeProvider clock, ILogger logger)
    {
        (Settings, Patience, Server, Clock, _logger) = (settings, all.Patience, server, clock, logger);
        _connection = new SshConnection(settings, server.Name, socket, logger);
        _sweeping = SweepAsync(all.Kept);
    }

    public MachineSettings Settings { get; }

    /// <summary>How long it may be away before its builds are lost.</summary>
    public TimeSpan Patience { get; }

    public ServerIdentity Server { get; }

    public TimeProvider Clock { get; }

    /// <summary>Keeps a build from being removed by a sweep. One that is being removed already is waited for.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the wait; it is held all the same.</param>
    public async Task HoldAsync(string name, CancellationToken cancellationToken)
    {
        Task removal;
        lock (_names)
        {
            _held.Add(name);
            removal = _removals.GetValueOrDefault(name, Task.CompletedTask);
        }

        await removal.WaitAsync(cancellationToken);
    }

    /// <summary>A build that goes on without us.</summary>
    public void LetGo(string name)
    {
        lock (_names)
        {
            _held.Remove(name);
        }
    }

    /// <summary>Runs a command of the driver, as <see cref="SshConnection.RunAsync"/>.</summary>
    /// <exception cref="OutsideException">The machine cannot be reached, or the connection broke.</exception>
    public Task<SshAnswer> RunAsync(string command, Stream? input, Func<ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken, Action? reached = null) =>
        _connection.RunAsync(command, input, output, cancellationToken, reached);

    /// <summary>Runs a command that says little.</summary>
    /// <returns>How it ended, and what it said.</returns>
    /// <exception cref="OutsideException">The machine cannot be reached, or the connection broke.</exception>
    public async Task<(SshAnswer Answer, string Said)> AskAsync(string command, Stream? input, CancellationToken cancellationToken)
    {
        var said = new StringBuilder();
        var answer = await RunAsync(
            command,
            input,
            bytes =>
            {
                said.Append(Encoding.UTF8.GetString(bytes.Span[..Math.Min(bytes.Length, MostSaid - Math.Min(said.Length, MostSaid))]));
                return ValueTask.CompletedTask;
            },
            cancellationToken);
        return (answer, said.ToString().Trim());
    }

    /// <summary>Ends a build and removes it; when the machine is away, as soon as it is back.</summary>
    /// <param name="name">Its name; it is held no more.</param>
    /// <returns>When it was tried.</returns>
    public Task RemoveAsync(string name)
    {
        lock (_names)
        {
            _held.Remove(name);
            return BeginRemoval(name);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _sweeping;
        Task[] removals;
        lock (_names)
        {
            removals = [.. _removals.Values];
        }

        await Task.WhenAll(removals);
        await _connection.DisposeAsync();
        _ended.Dispose();
    }

    /// <summary>Needs the lock.</summary>
    private Task BeginRemoval(string name)
    {
        if (_removals.ContainsKey(name))
        {
            return Task.CompletedTask;
        }

        var tried = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _removals[name] = RemoveUntilGoneAsync(name, tried);
        return tried.Task;
    }

    private async Task RemoveUntilGoneAsync(string name, TaskCompletionSource tried)
    {
        // Nothing of it under the lock.
        await Task.Yield();
        try
        {
            while (!await TryRemoveAsync(name))
            {
                tried.TrySetResult();
                await Task.Delay(RemovalDelay, Clock, _ended.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops; the next one sweeps.
        }
        finally
        {
            lock (_names)
            {
                _removals.Remove(name);
            }

            tried.TrySetResult();
        }
    }

    private async Task<bool> TryRemoveAsync(string name)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        limit.CancelAfter(RemovalLimit);
        try
        {
            var (answer, _) = await AskAsync($"remove {name}", null, limit.Token);
            if (answer.Status != 0)
            {
                Log.FolderStays(_logger, name, Settings.Name, answer.Complaint);
            }

            return answer.Status == 0;
        }
        catch (OutsideException exception)
        {
            Log.FolderStays(_logger, name, Settings.Name, exception.Message);
        }
        catch (OperationCanceledException)
        {
            Log.FolderStays(_logger, name, Settings.Name, "it took too long.");
        }

        return false;
    }

    // Builds of this server that it has asked for since its start are held, or were removed.
    private async Task SweepAsync(TimeSpan kept)
    {
        try
        {
            while (true)
            {
                await Task.Delay(kept, Clock, _ended.Token);
                await SweepAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task SweepAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        limit.CancelAfter(SweepLimit);
        try
        {
            // First what is there, then what is held: a build is held before it is there.
            var names = await AskForSweepAsync("names", limit.Token);
            foreach (var name in names.Split('\n').Where(IsOfABuild))
            {
                await RemoveUnheldAsync(name);
            }

            await AskForSweepAsync("sweep", limit.Token);
        }
        catch (OutsideException exception)
        {
            Log.SweepFailed(_logger, Settings.Name, exception.Message);
        }
        catch (OperationCanceledException) when (!_ended.IsCancellationRequested)
        {
            Log.SweepFailed(_logger, Settings.Name, "it took too long.");
        }
    }

    private async Task<string> AskForSweepAsync(string command, CancellationToken cancellationToken)
    {
        var (answer, said) = await AskAsync(command, null, cancellationToken);
        if (answer.Status != 0)
        {
            Log.SweepFailed(_logger, Settings.Name, answer.Complaint);
        }

        return said;
    }

    private Task RemoveUnheldAsync(string name)
    {
        lock (_names)
        {
            return _held.Contains(name) ? Task.CompletedTask : BeginRemoval(name);
        }
    }

    // It becomes a word of a command line; a build may have put something else in the driver's place.
    private static bool IsOfABuild(string name) => name.StartsWith("build-", StringComparison.Ordinal) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
}
