using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Ssh;

/// <summary>One machine: what its builds ask of it, and the removal of what nobody asks for any more.</summary>
internal sealed class SshMachine : IAsyncDisposable
{
    // Two words are more usual. A build may have put something else in the driver's place.
    private const int MostSaid = 1000;

    private static readonly TimeSpan RemovalLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RemovalDelay = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, bool> _held = new();
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

    /// <summary>Keeps a build from being removed.</summary>
    public void Hold(string name) => _held[name] = true;

    /// <summary>A build that goes on without us, or was never there.</summary>
    public void LetGo(string name) => _held.TryRemove(name, out _);

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
    public async Task RemoveAsync(string name)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token);
        limit.CancelAfter(RemovalLimit);
        if (await TryRemoveAsync(name, limit.Token))
        {
            LetGo(name);
            return;
        }

        _ = RemoveLaterAsync(name);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _sweeping;
        await _connection.DisposeAsync();
        _ended.Dispose();
    }

    private async Task RemoveLaterAsync(string name)
    {
        var token = _ended.Token;
        do
        {
            await Task.Delay(RemovalDelay, Clock, token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
        while (!token.IsCancellationRequested && !await TryRemoveAsync(name, token));
        LetGo(name);
    }

    private async Task<bool> TryRemoveAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var (answer, _) = await AskAsync($"remove {name}", null, cancellationToken);
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
                await SweepAsync(_ended.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (answer, _) = await AskAsync($"sweep {string.Join(' ', _held.Keys)}", null, cancellationToken);
            if (answer.Status != 0)
            {
                Log.SweepFailed(_logger, Settings.Name, answer.Complaint);
            }
        }
        catch (OutsideException exception)
        {
            Log.SweepFailed(_logger, Settings.Name, exception.Message);
        }
    }
}
