using System.Buffers.Binary;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Finds the frames in bytes that come in pieces.</summary>
/// <param name="take">Takes one.</param>
internal sealed class FrameReader(FrameReader.Take take)
{
    private readonly byte[] _frame = new byte[Frame.HeadBytes + Frame.MostBytes];
    private int _count;

    /// <summary>Takes a frame.</summary>
    /// <param name="kind">Its kind, which may be none that is known.</param>
    /// <param name="stream">The number of its connection.</param>
    /// <param name="content">What it holds.</param>
    public delegate void Take(FrameKind kind, uint stream, ReadOnlySpan<byte> content);

    /// <summary>Reads on.</summary>
    /// <exception cref="FormatException">A frame is longer than any may be.</exception>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(bytes.Length, Wanted - _count);
            bytes[..count].CopyTo(_frame.AsSpan(_count));
            bytes = bytes[count..];
            _count += count;
            if (_count >= Frame.HeadBytes && _count == Wanted)
            {
                _count = 0;
                take((FrameKind)_frame[0], BinaryPrimitives.ReadUInt32BigEndian(_frame.AsSpan(1)), _frame.AsSpan(Frame.HeadBytes, Length));
            }
        }
    }

    private int Length => BinaryPrimitives.ReadUInt16BigEndian(_frame.AsSpan(5)) is <= Frame.MostBytes and var length ? length : throw new FormatException("a frame is too long");

    // Of a head that is not whole nothing may be read.
    private int Wanted => _count < Frame.HeadBytes ? Frame.HeadBytes : Frame.HeadBytes + Length;
}
