using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Pipelines;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>One link to the relay of a pod, while it holds: each connection that the relay takes in becomes one to the proxy of the pod's build, and to nothing else.</summary>
/// <remarks>The relay is of an image that a change may have chosen. Whatever it says, it has no more than its build has: connections to this one proxy, in a bounded number with bounded memory.</remarks>
/// <param name="proxy">The socket of the build's proxy.</param>
/// <param name="ready">Told when the relay has answered.</param>
/// <param name="pingTime">How often it is asked whether it is there; once without an answer is enough.</param>
/// <param name="clock">The clock.</param>
internal sealed class TunnelSession(string proxy, Action ready, TimeSpan pingTime, TimeProvider clock) : IDisposable
{
    private readonly Pipe _toRelay = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly SemaphoreSlim _telling = new(1);
    private readonly ConcurrentDictionary<uint, TunnelStream> _streams = new();
    private uint _newest;
    private bool _isHeard = true;

    /// <summary>Carries until the link breaks.</summary>
    /// <param name="link">Runs the link's program: gives it what a stream holds, and hands on what it writes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How the program ended. All connections are closed by then.</returns>
    /// <exception cref="ApiException">It could not be run, its connection broke, or the relay fell silent or spoke otherwise than it should.</exception>
    public async Task<ExecEnd> RunAsync(Func<Stream, Func<ReadOnlyMemory<byte>, ValueTask>, CancellationToken, Task<ExecEnd>> link, CancellationToken cancellationToken)
    {
        await using var ended = cancellationToken.Register(_ending.Cancel);
        var reader = new FrameReader(Take);
        var pinging = PingAsync();
        try
        {
            return await link(
                _toRelay.Reader.AsStream(),
                bytes =>
                {
                    reader.Read(bytes.Span);
                    return ValueTask.CompletedTask;
                },
                _ending.Token);
        }
        catch (FormatException exception)
        {
            throw new ApiException(null, "", $"The relay of the build's pod does not speak as it should: {exception.Message}.", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ApiException(null, "", "The relay of the build's pod does not answer.", exception);
        }
        finally
        {
            await _ending.CancelAsync();
            await pinging;
            await Task.WhenAll(_streams.Values.Select(stream => stream.WhenEnded));
        }
    }

    /// <summary>Sends a frame.</summary>
    public async Task TellAsync(FrameKind kind, uint stream, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await _telling.WaitAsync(cancellationToken);
        try
        {
            var frame = _toRelay.Writer.GetSpan(Frame.HeadBytes + content.Length);
            frame[0] = (byte)kind;
            BinaryPrimitives.WriteUInt32BigEndian(frame[1..], stream);
            BinaryPrimitives.WriteUInt16BigEndian(frame[5..], (ushort)content.Length);
            content.Span.CopyTo(frame[Frame.HeadBytes..]);
            _toRelay.Writer.Advance(Frame.HeadBytes + content.Length);
            await _toRelay.Writer.FlushAsync(cancellationToken);
        }
        finally
        {
            _telling.Release();
        }
    }

    public void Dispose()
    {
        _ending.Dispose();
        _telling.Dispose();
    }

    // It waits for nothing: what the relay sends is always taken, so that neither side waits for the other to read.
    private void Take(FrameKind kind, uint number, ReadOnlySpan<byte> content)
    {
        Volatile.Write(ref _isHeard, true);
        if (kind == FrameKind.Ping)
        {
            ready();
        }
        else if (kind == FrameKind.Open)
        {
            _newest = number > _newest ? number : throw new FormatException("a connection has the number of another");
            Open(number);
        }
        else if (_streams.TryGetValue(number, out var stream))
        {
            stream.Take(kind, content);
        }
    }

    private void Open(uint number)
    {
        if (_streams.Count >= Frame.MostStreams)
        {
            throw new FormatException("it opened too many connections");
        }

        var stream = _streams[number] = new TunnelStream(number, proxy, TellAsync);
        stream.Begin(() => _streams.TryRemove(number, out _), _ending.Token);
    }

    private async Task PingAsync()
    {
        var pinged = TellAsync(FrameKind.Ping, 0, default, _ending.Token);
        using var timer = new PeriodicTimer(pingTime, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                if (!Interlocked.Exchange(ref _isHeard, false))
                {
                    await _ending.CancelAsync();
                }

                // A link that takes nothing any more does not take this.
                pinged = pinged.IsCompleted ? TellAsync(FrameKind.Ping, 0, default, _ending.Token) : pinged;
            }
        }
        catch (OperationCanceledException)
        {
            // The link is no more.
        }

        await pinged.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
