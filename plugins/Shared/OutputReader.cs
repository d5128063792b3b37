using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>Reads the one output pipe of a build or a service and tells it line by line; bounds lines and the whole.</summary>
/// <remarks>Two threads read: the one that waits on the pipe, and the build's own at a step's end, so that the step's last lines
/// come before the next step's start. Bytes leave the pipe only under the lock, which also keeps the calls of the output apart.</remarks>
internal sealed class OutputReader
{
    private const int LongestLine = 64 * 1024;

    // Short enough that the thread notices the end at once, long enough to cost nothing.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly SafePipeHandle _pipe;
    private readonly IBuildOutput _output;
    private readonly Action _tellFull;
    private readonly long _limit;
    private readonly byte[] _buffer = new byte[LongestLine];
    private readonly byte[] _line = new byte[LongestLine];
    private int _lineLength;
    private long _total;
    private bool _ended;

    /// <summary>Starts to read.</summary>
    /// <param name="pipe">What was printed comes out of it.</param>
    /// <param name="output">Where it is told.</param>
    /// <param name="limit">How many bytes are told.</param>
    /// <param name="tellFull">Called when there are more, perhaps again and again.</param>
    public OutputReader(SafePipeHandle pipe, IBuildOutput output, long limit, Action tellFull)
    {
        _pipe = pipe;
        _output = output;
        _limit = limit;
        _tellFull = tellFull;
        Native.MakeNonBlocking(pipe);
        new Thread(WaitForOutput) { IsBackground = true, Name = "build output" }.Start();
    }

    public void AnnounceStep(int index, string title)
    {
        lock (_lock)
        {
            LastLine = "";
            _output.StepStarted(index, title);
        }
    }

    public void AnnounceFailure(int index)
    {
        lock (_lock)
        {
            _output.StepFailed(index);
        }
    }

    /// <summary>Tells a line of the executor's own.</summary>
    public void Tell(string line)
    {
        lock (_lock)
        {
            _output.Line(line);
        }
    }

    /// <summary>The last line that the step told; empty before there is one.</summary>
    public string LastLine { get; private set; } = "";

    /// <summary>Tells everything that is in the pipe now, and a last line without an end.</summary>
    public void TellWhatIsThere()
    {
        lock (_lock)
        {
            ReadAll_NeedsLock();
            EndLine_NeedsLock(evenEmpty: false);
        }
    }

    /// <summary>The last call: nothing is told after it.</summary>
    public void Finish()
    {
        lock (_lock)
        {
            ReadAll_NeedsLock();
            EndLine_NeedsLock(evenEmpty: false);
            _ended = true;
        }
    }

    private void WaitForOutput()
    {
        var descriptor = (int)_pipe.DangerousGetHandle();
        var open = true;
        while (open)
        {
            // The process closes the pipe only after Finish, so the descriptor is ours while _ended is false.
            var readable = Native.WaitReadable(descriptor, Patience);
            lock (_lock)
            {
                open = !_ended && (!readable || ReadAll_NeedsLock());
            }
        }
    }

    /// <summary>False when all writers are gone.</summary>
    private bool ReadAll_NeedsLock()
    {
        while (!_ended && !_pipe.IsClosed)
        {
            var count = Native.Read(_pipe, _buffer);
            if (count == 0)
            {
                return false;
            }
            if (count < 0)
            {
                if (Marshal.GetLastPInvokeError() == Native.Interrupted)
                {
                    continue;
                }
                return Marshal.GetLastPInvokeError() == Native.WouldBlock;
            }
            var room = (int)Math.Clamp(_limit - _total, 0, count);
            _total += count;
            Split_NeedsLock(_buffer.AsSpan(0, room));
            if (_total > _limit)
            {
                _tellFull();
                return true;
            }
        }
        return false;
    }

    private void Split_NeedsLock(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var piece = end < 0 ? bytes : bytes[..end];
            var fitting = piece[..Math.Min(piece.Length, LongestLine - _lineLength)];
            fitting.CopyTo(_line.AsSpan(_lineLength));
            _lineLength += fitting.Length;
            bytes = bytes[fitting.Length..];
            if (fitting.Length == piece.Length && end >= 0)
            {
                bytes = bytes[1..];
                EndLine_NeedsLock(evenEmpty: true);
            }
            else if (_lineLength == LongestLine)
            {
                EndPiece_NeedsLock();
            }
        }
    }

    /// <summary>Tells the line so far, but for the first bytes of a letter that is not whole yet: the next piece begins with them.</summary>
    private void EndPiece_NeedsLock()
    {
        var torn = 0;
        for (var back = 1; back <= 3; back++)
        {
            torn = Rune.DecodeFromUtf8(_line.AsSpan(^back..), out _, out _) == OperationStatus.NeedMoreData ? back : torn;
        }

        _lineLength -= torn;
        EndLine_NeedsLock(evenEmpty: false);
        _line.AsSpan(LongestLine - torn).CopyTo(_line);
        _lineLength = torn;
    }

    private void EndLine_NeedsLock(bool evenEmpty)
    {
        if (_lineLength == 0 && !evenEmpty)
        {
            return;
        }
        LastLine = Encoding.UTF8.GetString(_line, 0, _lineLength);
        _lineLength = 0;
        _output.Line(LastLine);
    }
}
