using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PluginCi.Egress;

/// <summary>One end of a connection: what came from it and was not taken yet, and the ways to take it.</summary>
internal sealed class Wire(Socket socket)
{
    private const int MostHeadBytes = 32 << 10;
    private const int LongestChunkLine = 1024;

    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
        }
    }

    /// <summary>Takes the head of a request, up to its empty line.</summary>
    /// <returns>The head; of the buffer, until more is read.</returns>
    /// <exception cref="RefusalException">It is too long, or it does not come to its end.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadHeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8);
            if (length >= 0 && length <= MostHeadBytes)
            {
                return Take(length + 4);
            }

            if (_end - _start > MostHeadBytes)
            {
                throw new RefusalException(431, $"its head is longer than {MostHeadBytes} bytes.");
            }

            if (!await ReadAsync(cancellationToken))
            {
                throw new RefusalException(400, "it ended within its head.");
            }
        }
    }

    /// <summary>Passes all on until this end is closed for writing, and then closes the other one for it.</summary>
    public async Task CopyAllAsync(Wire to, Action<int> count, CancellationToken cancellationToken)
    {
        while (_end > _start || await ReadAsync(cancellationToken))
        {
            await PassAsync(_end - _start, to, count, cancellationToken);
        }

        to.Close();
    }

    /// <summary>Passes the body of a request on and nothing that stands behind it: a second request on the same connection reaches nobody.</summary>
    /// <param name="length">Its bytes, or <see cref="RequestHead.Chunked"/>.</param>
    /// <param name="to">Where to.</param>
    /// <param name="count">Told of bytes before they are passed on.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task CopyBodyAsync(long length, Wire to, Action<int> count, CancellationToken cancellationToken)
    {
        if (length != RequestHead.Chunked)
        {
            await CopyAsync(length, to, count, cancellationToken);
            return;
        }

        long size;
        do
        {
            size = ReadSize(await ReadLineAsync(cancellationToken));
            await to.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{size:x}\r\n")), cancellationToken);
            await CopyAsync(size, to, count, cancellationToken);
            if (size > 0 && await ReadLineAsync(cancellationToken) != "")
            {
                throw BadChunk();
            }

            // Trailers are left out, so that the last chunk's end is that of all.
            await to.WriteAsync("\r\n"u8.ToArray(), cancellationToken);
        }
        while (size > 0);
    }

    /// <summary>Reads what is still coming, a megabyte at most, and drops it.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        for (var rest = 1 << 20; rest > 0;)
        {
            (_start, _end) = (0, 0);
            rest = await ReadAsync(cancellationToken) ? rest - _end : 0;
        }
    }

    private async Task CopyAsync(long length, Wire to, Action<int> count, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            if (_end == _start && !await ReadAsync(cancellationToken))
            {
                throw new IOException("The request ended within its body.");
            }

            var part = (int)Math.Min(length, _end - _start);
            await PassAsync(part, to, count, cancellationToken);
            length -= part;
        }
    }

    private Task PassAsync(int length, Wire to, Action<int> count, CancellationToken cancellationToken)
    {
        count(length);
        return to.WriteAsync(Take(length), cancellationToken);
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
            if (length >= 0 && length <= LongestChunkLine)
            {
                return Encoding.Latin1.GetString(Take(length + 2).Span[..length]);
            }

            if (_end - _start > LongestChunkLine || !await ReadAsync(cancellationToken))
            {
                throw BadChunk();
            }
        }
    }

    // Extensions are left out.
    private static long ReadSize(string line) =>
        line.Split(';')[0].TrimEnd(' ', '\t') is { Length: > 0 and <= 15 } digits && long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw BadChunk();

    private static RefusalException BadChunk() => new(400, "its body is not of chunks as it says.");

    private ReadOnlyMemory<byte> Take(int length)
    {
        _start += length;
        return _buffer.AsMemory(_start - length, length);
    }

    /// <returns>False when there will be no more.</returns>
    private async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var count = await socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancellationToken);
        _end += count;
        return count > 0;
    }

    private void Close()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It is closed already.
        }
    }
}
