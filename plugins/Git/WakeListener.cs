using System.Net.Sockets;
using PluginCi.Plugins.Git.Review;

namespace PluginCi.Plugins.Git;

/// <summary>Waits until a hook, or this process, says that something was recorded.</summary>
internal sealed class WakeListener(ReviewFolder folder, TimeProvider clock) : IDisposable
{
    // The net under the signal: a second server on the same repositories cannot listen on the same address.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private Socket? _socket;
    private bool _isDisposed;

    /// <summary>Starts listening, so that no signal from now on is lost. Does nothing when it listens already.</summary>
    public void Listen()
    {
        lock (_lock)
        {
            if (_socket is not null || _isDisposed)
            {
                return;
            }

            var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            try
            {
                socket.Bind(new UnixDomainSocketEndPoint(folder.WakeAddress));
                _socket = socket;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                socket.Dispose();
            }
        }
    }

    /// <summary>Waits for a signal, at most three seconds.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        Listen();
        using var timer = new CancellationTokenSource(LongestSleep, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            if (_socket is { } socket)
            {
                await ReceiveAllAsync(socket, either.Token);
            }
            else
            {
                await Task.Delay(LongestSleep, clock, either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The three seconds are over; the caller looks for itself.
            return;
        }
        catch (Exception e) when (_isDisposed && e is SocketException or ObjectDisposedException)
        {
            throw new OperationCanceledException("The Git plugin is being unloaded.", e);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _socket?.Dispose();
            _socket = null;
        }
    }

    private static async Task ReceiveAllAsync(Socket socket, CancellationToken cancellationToken)
    {
        var signal = new byte[16];
        await socket.ReceiveAsync(signal, SocketFlags.None, cancellationToken);

        // A burst of pushes is one look.
        while (socket.Available > 0)
        {
            await socket.ReceiveAsync(signal, SocketFlags.None, cancellationToken);
        }
    }
}
