using System.Buffers;
using System.Numerics;
using System.Text;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Makes lines of what comes in pieces, and several of one that is too long: neither a letter is torn nor what may be a mark.</summary>
internal sealed class LineSplitter(LineSplitter.Take take)
{
    public const byte MarkSign = 0x1e;

    private const int LongestLine = 64 << 10;

    // The longest mark, with its secret and its numbers.
    private const int LongestMark = 100;

    // There may be thousands of builds, and few lines are long.
    private byte[] _line = new byte[256];
    private int _length;

    /// <summary>Takes a line, or a piece of one.</summary>
    /// <param name="line">Its bytes, without its end.</param>
    /// <param name="hasEnd">False for a piece that more follows on, and for a last line without an end.</param>
    public delegate void Take(ReadOnlySpan<byte> line, bool hasEnd);

    /// <summary>Goes on.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var piece = end < 0 ? bytes : bytes[..end];
            var fitting = piece[..Math.Min(piece.Length, LongestLine - _length)];
            MakeRoom(_length + fitting.Length);
            fitting.CopyTo(_line.AsSpan(_length));
            _length += fitting.Length;
            bytes = bytes[fitting.Length..];
            if (fitting.Length == piece.Length && end >= 0)
            {
                bytes = bytes[1..];
                EndLine(hasEnd: true);
            }
            else if (_length == LongestLine)
            {
                EndPiece();
            }
        }
    }

    /// <summary>Gives out a last line that has no end.</summary>
    public void Finish()
    {
        if (_length > 0)
        {
            EndLine(hasEnd: false);
        }
    }

    private void MakeRoom(int length)
    {
        if (length > _line.Length)
        {
            Array.Resize(ref _line, (int)BitOperations.RoundUpToPowerOf2((uint)length));
        }
    }

    private void EndLine(bool hasEnd)
    {
        var line = _line.AsSpan(0, _length);
        _length = 0;
        take(line, hasEnd);
    }

    private void EndPiece()
    {
        var kept = 0;
        for (var back = 1; back <= 3; back++)
        {
            kept = Rune.DecodeFromUtf8(_line.AsSpan(^back..), out _, out _) == OperationStatus.NeedMoreData ? back : kept;
        }

        if (_line.AsSpan(^LongestMark..).LastIndexOf(MarkSign) is >= 0 and var sign)
        {
            kept = Math.Max(kept, LongestMark - sign);
        }

        take(_line.AsSpan(0, LongestLine - kept), hasEnd: false);
        _line.AsSpan(LongestLine - kept).CopyTo(_line);
        _length = kept;
    }
}
