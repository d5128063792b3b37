using System.Buffers;
using System.Text;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Follows what a container prints to its end, whatever happens to the connection.</summary>
/// <remarks>A log is told from its beginning each time. Nodes begin a new one when it gets large, and then that is where the telling begins: by the first bytes it is seen whether it
/// is the same one, and by the last ones that were read how far that went.</remarks>
/// <param name="api">The cluster.</param>
/// <param name="pod">The pod's path.</param>
/// <param name="container">The container.</param>
/// <param name="view">What is known of the pod.</param>
/// <param name="reader">Takes what is printed.</param>
/// <param name="clock">The time.</param>
internal sealed class PodLog(ApiClient api, string pod, string container, PodView view, ILogReader reader, TimeProvider clock)
{
    private const int PieceBytes = 32 << 10;
    private const int AnchorBytes = 512;

    // The end of a container is told before the last of what it printed is in its log.
    // One that ended by itself has printed its last mark, which is waited for; one that was killed may never have.
    private const int ReadsOfAKilledOne = 4;
    private const int ReadsOfAnEndedOne = 60;

    // What a node says in place of the log, or of its end, of a container that it has removed.
    private static readonly string[] Excuses = ["unable to retrieve container logs for ", "rpc error: code = NotFound desc = an error occurred when try to find container "];

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);

    private long _read;
    private byte[] _first = [];
    private byte[] _last = [];

    /// <summary>Follows it, from where it was left.</summary>
    /// <param name="isEnough">Asked after each piece: true ends it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>When that is enough, or the container has ended and all that it printed is read.</returns>
    public async Task FollowAsync(Func<bool> isEnough, CancellationToken cancellationToken)
    {
        var reads = 0;
        while (true)
        {
            // Asked before reading: what is printed between the two is read by the next round.
            var state = view.State!;
            var isWhole = false;
            try
            {
                isWhole = await ReadAsync(isEnough, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or HttpRequestException or ApiException)
            {
                // The API or the node is away for a while. If it stays away, the build's time limit ends this.
            }

            if (isEnough())
            {
                return;
            }

            reads += isWhole && HasEnded(state) ? 1 : 0;
            if (reads == (state.Of(container) is { Phase: ContainerPhase.Ended, ExitCode: 0 } ? ReadsOfAnEndedOne : ReadsOfAKilledOne) || (reads > 0 && state.HasEnded))
            {
                reader.Finish();
                return;
            }

            if (!HasEnded(view.State!))
            {
                await WaitAsync(cancellationToken);
            }
            else
            {
                await Task.Delay(Delay, clock, cancellationToken);
            }
        }
    }

    private bool HasEnded(PodState state) => state.HasEnded || state.Of(container).Phase == ContainerPhase.Ended;

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ended = view.WhenAsync(HasEnded, limit.Token);
        await Task.WhenAny(ended, Task.Delay(Delay, clock, limit.Token));
        await limit.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <returns>True when it was read to its end, or there is none any more.</returns>
    private async Task<bool> ReadAsync(Func<bool> isEnough, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await OpenAsync("&follow=true", cancellationToken);
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await ReadAsync(stream, isEnough, cancellationToken);
        }
        catch (ApiException exception) when (!exception.IsTransient && !exception.IsRight)
        {
            // A pod that is gone has no log, and one that was evicted may have lost it.
            return true;
        }
    }

    private Task<HttpResponseMessage> OpenAsync(string more, CancellationToken cancellationToken) => api.OpenAsync($"{pod}/log?container={container}{more}", cancellationToken);

    private async Task<bool> ReadAsync(Stream stream, Func<bool> isEnough, CancellationToken cancellationToken)
    {
        var place = 0L;
        while (!isEnough())
        {
            // A build that prints nothing holds no buffer.
#pragma warning disable CA2022 // Reads nothing: it waits until there is something.
            await stream.ReadAsync(Memory<byte>.Empty, cancellationToken);
#pragma warning restore CA2022
            var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
            try
            {
                var count = await stream.ReadAsync(buffer, cancellationToken);
                if (count == 0)
                {
                    break;
                }

                var printed = LengthWithoutExcuse(buffer.AsSpan(0, count));
                if (!IsSame(buffer.AsSpan(0, printed), place))
                {
                    await FindPlaceAsync(cancellationToken);
                    return false;
                }

                Take(buffer.AsSpan(0, printed), place);
                place += printed;
                if (printed < count)
                {
                    return true;
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        return true;
    }

    // The node says it in one piece, as the last of an answer, and without an end of line.
    private static int LengthWithoutExcuse(ReadOnlySpan<byte> piece)
    {
        var line = piece.LastIndexOf((byte)'\n') + 1;
        var text = Encoding.Latin1.GetString(piece[line..]);
        return Excuses.Select(excuse => text.IndexOf(excuse, StringComparison.OrdinalIgnoreCase)).Where(at => at >= 0).Select(at => line + at).DefaultIfEmpty(piece.Length).Min();
    }

    private bool IsSame(ReadOnlySpan<byte> piece, long place)
    {
        var known = place < _first.Length ? _first.AsSpan((int)place) : [];
        var length = Math.Min(known.Length, piece.Length);
        return piece[..length].SequenceEqual(known[..length]);
    }

    private void Take(ReadOnlySpan<byte> piece, long place)
    {
        var known = (int)Math.Clamp(_read - place, 0, piece.Length);
        if (known > 0)
        {
            reader.ReadAgain(piece[..known], isStart: place == 0);
        }

        var news = piece[known..];
        if (news.IsEmpty)
        {
            return;
        }

        reader.Read(news);
        _read += news.Length;
        _first = _first.Length < AnchorBytes ? [.. _first, .. news[..Math.Min(news.Length, AnchorBytes - _first.Length)]] : _first;
        _last = news.Length >= AnchorBytes ? news[^AnchorBytes..].ToArray() : [.. _last.AsSpan(Math.Max(0, _last.Length + news.Length - AnchorBytes)), .. news];
    }

    /// <summary>Looks in a log that is another one for what was read last. It goes on at the first place where that stands: rather is a line told twice than left out. What lies
    /// between that and the last such place may be told twice, and is not counted twice.</summary>
    private async Task FindPlaceAsync(CancellationToken cancellationToken)
    {
        using var response = await OpenAsync("", cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[PieceBytes + _last.Length];
        var (before, kept, first) = (0L, 0, Array.Empty<byte>());
        var (from, until) = (-1L, -1L);
        while (await stream.ReadAsync(buffer.AsMemory(kept), cancellationToken) is > 0 and var count)
        {
            var there = kept + count;
            first = before == 0 && first.Length < AnchorBytes ? buffer[..Math.Min(there, AnchorBytes)] : first;
            if (buffer.AsSpan(0, there).LastIndexOf(_last) is >= 0 and var found)
            {
                from = from < 0 ? before + buffer.AsSpan(0, there).IndexOf(_last) + _last.Length : from;
                until = before + found + _last.Length;
            }

            kept = Math.Min(there, _last.Length - 1);
            before += there - kept;
            buffer.AsSpan(there - kept, kept).CopyTo(buffer);
        }

        if (from >= 0)
        {
            (_first, _read) = (first[..(int)Math.Min(first.Length, from)], from);
            reader.Forgive(until - from);
            return;
        }

        (_first, _last, _read) = ([], [], 0);
        reader.TellGap();
    }
}
