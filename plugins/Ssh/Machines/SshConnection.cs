using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Ssh;

/// <summary>The one connection to a machine that all commands share. It is made when it is needed, and again after it broke.</summary>
internal sealed class SshConnection(MachineSettings machine, string server, string socket, ILogger logger) : IAsyncDisposable
{
    // Of a shell that cannot run what it was told to; ours ends with it where the folder is gone.
    private const int CannotRun = 126;

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(30);

    // What waiting cannot mend.
    private static readonly string[] Final = ["Host key verification failed", "Permission denied", "Load key", "Bad owner or permissions", "UNPROTECTED PRIVATE KEY"];

    private readonly SshProgram _ssh = new(machine, socket);
    private readonly SemaphoreSlim _connecting = new(1);
    private Process? _master;
    private bool _hasDriver;

    /// <summary>Runs a command of the driver.</summary>
    /// <param name="command">The command and its arguments, words of letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</param>
    /// <param name="input">What it reads; null for an input that lasts as long as the call.</param>
    /// <param name="output">Where what it writes goes.</param>
    /// <param name="cancellationToken">Ends the call and, but for a build, the command.</param>
    /// <param name="reached">Called when the command begins.</param>
    /// <exception cref="OutsideException">The machine cannot be reached, or the connection broke.</exception>
    public async Task<SshAnswer> RunAsync(string command, Stream? input, Func<ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken, Action? reached = null)
    {
        await ConnectAsync(cancellationToken);
        var preamble = new Preamble(output);
        var answer = await ExecuteAsync(
            $"{Preamble.Command}; cd {machine.Folder} || exit {CannotRun}; exec /bin/sh ./{Driver.FileName} {server} {command}",
            input,
            piece =>
            {
                var wasOver = preamble.IsOver;
                var taken = preamble.TakeAsync(piece);
                if (preamble.IsOver && !wasOver)
                {
                    reached?.Invoke();
                }

                return taken;
            },
            cancellationToken);
        if (answer.Status is SshProgram.Failed)
        {
            throw Unreachable(answer.Complaint, isTransient: true);
        }

        // Somebody may have removed the driver.
        _hasDriver &= answer.Status is not (2 or CannotRun or CannotRun + 1);
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        await _connecting.WaitAsync(CancellationToken.None);
        await DropAsync();
        _master?.Dispose();
        _connecting.Dispose();
    }

    private async Task<SshAnswer> ExecuteAsync(string command, Stream? input, Func<ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken)
    {
        using var run = new SshCommand(_ssh.Start(command, isMaster: false));
        return await run.RunAsync(input, output, cancellationToken);
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (_master is not { HasExited: false })
            {
                await DropAsync();
                await OpenAsync(cancellationToken);
            }

            if (!_hasDriver)
            {
                await BringDriverAsync(cancellationToken);
            }
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        // Of a server that was killed. ssh would not share the connection while it is there.
        File.Delete(socket);
        // The master's own command tells that the machine took us, and ends with its input: also when this server is killed.
        var master = _ssh.Start($"{Preamble.Command}; exec cat", isMaster: true);
        var lastWord = new LastLine(master.StandardError);
        try
        {
            await ReadUntilUpAsync(master, lastWord).WaitAsync(ConnectLimit, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            End(master);
            throw Silent(exception);
        }
        catch (Exception exception) when (exception is OperationCanceledException or OutsideException)
        {
            End(master);
            throw;
        }

        _master = master;
        Log.Connected(logger, machine.Name);
        _ = WatchAsync(lastWord);
    }

    private async Task ReadUntilUpAsync(Process master, LastLine lastWord)
    {
        var (preamble, piece) = (new Preamble(_ => ValueTask.CompletedTask), new byte[1024]);
        while (await master.StandardOutput.BaseStream.ReadAsync(piece, CancellationToken.None) is > 0 and var count)
        {
            await preamble.TakeAsync(piece.AsMemory(0, count));
            if (preamble.IsOver)
            {
                return;
            }
        }

        var complaint = await lastWord.Text;
        throw Unreachable(complaint, !Final.Any(text => complaint.Contains(text, StringComparison.Ordinal)));
    }

    private async Task WatchAsync(LastLine lastWord) => Log.Disconnected(logger, machine.Name, await lastWord.Text);

    private async Task BringDriverAsync(CancellationToken cancellationToken)
    {
        using var text = new MemoryStream(Driver.Text);
        var script = $"umask 077; mkdir -p {machine.Folder} && chmod 700 {machine.Folder} && cd {machine.Folder} && cat > {Driver.FileName}.$$ && [ $(wc -c < {Driver.FileName}.$$) -eq {Driver.Text.Length} ] && mv {Driver.FileName}.$$ {Driver.FileName}";
        var answer = await BringDriverAsync($"exec /bin/sh -c '{script}'", text, cancellationToken);
        _hasDriver = answer.Status == 0;
        if (!_hasDriver)
        {
            throw answer.Status == SshProgram.Failed
                ? Unreachable(answer.Complaint, isTransient: true)
                : new OutsideException($"The folder {machine.Folder} on machine {machine} cannot be used: {answer.Complaint}", isTransient: true);
        }
    }

    private async Task<SshAnswer> BringDriverAsync(string command, MemoryStream text, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ConnectLimit);
        try
        {
            return await ExecuteAsync(command, text, _ => ValueTask.CompletedTask, limit.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Silent(exception);
        }
    }

    private OutsideException Silent(Exception exception) => new($"Machine {machine} did not answer within {ConnectLimit.TotalSeconds} seconds.", isTransient: true, exception);

    private OutsideException Unreachable(string complaint, bool isTransient) =>
        new($"Machine {machine} cannot be reached. ssh said: {(complaint.Length > 0 ? complaint : "nothing")}", isTransient);

    private async ValueTask DropAsync()
    {
        if (_master is { } master)
        {
            _master = null;
            _hasDriver = false;
            End(master);
            await master.WaitForExitAsync(CancellationToken.None);
            master.Dispose();
        }
    }

    private static void End(Process master)
    {
        if (!master.HasExited)
        {
            master.Kill();
        }
    }
}
