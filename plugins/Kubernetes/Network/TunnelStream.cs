using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>One connection of a build, from the relay of its pod to its proxy.</summary>
/// <param name="number">Its number.</param>
/// <param name="proxy">The socket of the proxy.</param>
/// <param name="tell">Sends a frame to the relay.</param>
#pragma warning disable CA1001 // It closes its socket at its end. Frames may come until then, and the others hold nothing but memory.
internal sealed class TunnelStream(uint number, string proxy, Func<FrameKind, uint, ReadOnlyMemory<byte>, CancellationToken, Task> tell)
{
    // What may wait in it is bounded by the window.
    private readonly Pipe _toProxy = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _over = new();
    private readonly SemaphoreSlim _granted = new(0);
    private long _waiting;
    private long _room = Frame.Window;
    private bool _hasLast;

    /// <summary>Done when nothing of it is left.</summary>
    public Task WhenEnded { get; private set; } = Task.CompletedTask;

    /// <summary>Connects it and carries both ways.</summary>
    /// <param name="ended">Told at its end.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void Begin(Action ended, CancellationToken cancellationToken) => WhenEnded = RunAsync(ended, cancellationToken);

    /// <summary>Takes a frame of it. Called by one thread at a time; it does not wait.</summary>
    /// <exception cref="FormatException">It is none that may come now.</exception>
    public void Take(FrameKind kind, ReadOnlySpan<byte> content)
    {
        switch (kind)
        {
            case FrameKind.Content when !_hasLast && Interlocked.Add(ref _waiting, content.Length) <= Frame.Window:
                _toProxy.Writer.Write(content);
                _toProxy.Writer.FlushAsync().AsTask();
                break;
            case FrameKind.Last when !_hasLast:
                _hasLast = true;
                _toProxy.Writer.Complete();
                break;
            case FrameKind.Credit when content.Length == 4:
                Grant(BinaryPrimitives.ReadUInt32BigEndian(content));
                break;
            case FrameKind.Over:
                _over.Cancel();
                break;
            default:
                throw new FormatException("a connection has more than was asked for, or what is not known");
        }
    }

    private void Grant(uint bytes)
    {
        if (Interlocked.Add(ref _room, bytes) > Frame.Window)
        {
            throw new FormatException("it took more of a connection than there was");
        }

        if (_granted.CurrentCount == 0)
        {
            _granted.Release();
        }
    }

    private async Task RunAsync(Action ended, CancellationToken cancellationToken)
    {
        // What comes meanwhile must find it begun.
        await Task.Yield();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token);
        try
        {
            await _socket.ConnectAsync(new UnixDomainSocketEndPoint(proxy), either.Token);
            var toProxy = PassToProxyAsync(either.Token);
            var toBuild = PassToBuildAsync(either.Token);

            // A proxy that takes no more, as of a request that it refuses, may have an answer all the same.
            await toBuild.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!toBuild.IsCompletedSuccessfully || IsLeft())
            {
                await either.CancelAsync();
            }

            await Task.WhenAll(toProxy, toBuild);
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
        {
            await TellOverAsync(cancellationToken);
        }
        finally
        {
            _socket.Dispose();
            await _toProxy.Reader.CompleteAsync();
            ended();
        }
    }

    private async Task PassToProxyAsync(CancellationToken cancellationToken)
    {
        var credit = new byte[4];
        while (true)
        {
            var read = await _toProxy.Reader.ReadAsync(cancellationToken);
            foreach (var piece in read.Buffer)
            {
                for (var sent = 0; sent < piece.Length;)
                {
                    sent += await _socket.SendAsync(piece[sent..], cancellationToken);
                }

                BinaryPrimitives.WriteInt32BigEndian(credit, piece.Length);
                Interlocked.Add(ref _waiting, -piece.Length);
                await tell(FrameKind.Credit, number, credit, cancellationToken);
            }

            _toProxy.Reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                _socket.Shutdown(SocketShutdown.Send);
                return;
            }
        }
    }

    private async Task PassToBuildAsync(CancellationToken cancellationToken)
    {
        var content = new byte[Frame.MostBytes];
        while (true)
        {
            while (Interlocked.Read(ref _room) == 0)
            {
                await _granted.WaitAsync(cancellationToken);
            }

            var most = (int)Math.Min(content.Length, Interlocked.Read(ref _room));
            var count = await _socket.ReceiveAsync(content.AsMemory(0, most), cancellationToken);
            Interlocked.Add(ref _room, -count);
            await tell(count > 0 ? FrameKind.Content : FrameKind.Last, number, content.AsMemory(0, count), cancellationToken);
            if (count == 0)
            {
                return;
            }
        }
    }

    // One that has ended its side only takes what comes; of one that has closed it, the build need not wait for its own end.
    private bool IsLeft()
    {
        try
        {
            _socket.Blocking = false;
            _socket.Send(ReadOnlySpan<byte>.Empty);
            return false;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode != SocketError.WouldBlock;
        }
    }

    private async Task TellOverAsync(CancellationToken cancellationToken)
    {
        try
        {
            await tell(FrameKind.Over, number, default, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // With the link the relay loses all its connections.
        }
    }
}
