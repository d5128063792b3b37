using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Reads what a build's container printed: tells its lines, and takes out the marks of <see cref="StepProgram"/>.</summary>
internal sealed class StepReader(JobPlan job, string secret, IBuildOutput output, Stop stop, Action began)
{
    private const byte MarkSign = 0x1e;
    private const int LongestLine = 64 << 10;

    // The longest mark, with its secret and its numbers.
    private const int LongestMark = 100;

    private readonly byte[] _mark = [MarkSign, .. Encoding.ASCII.GetBytes(secret), (byte)' '];

    // There may be thousands of builds, and few lines are long.
    private byte[] _line = new byte[256];
    private int _length;
    private long _total;

    /// <summary>The step that runs, or ran last; -1 before the first.</summary>
    public int Step { get; private set; } = -1;

    /// <summary>The status of the step that failed, or null.</summary>
    public int? Failure { get; private set; }

    /// <summary>True when the step that failed did so with the disk full.</summary>
    public bool IsDiskFull { get; private set; }

    /// <summary>True when every step has passed.</summary>
    public bool HasPassed { get; private set; }

    /// <summary>True when no step is left to run.</summary>
    public bool IsDone => HasPassed || Failure is not null;

    /// <summary>Reads on.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && stop.Reason is null)
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
                EndLine();
            }
            else if (_length == LongestLine)
            {
                EndPiece();
            }
        }
    }

    /// <summary>Tells a last line that has no end.</summary>
    public void Finish()
    {
        if (_length > 0 && stop.Reason is null)
        {
            Tell(_line.AsSpan(0, _length));
            _length = 0;
        }
    }

    private void MakeRoom(int length)
    {
        if (length > _line.Length)
        {
            Array.Resize(ref _line, (int)BitOperations.RoundUpToPowerOf2((uint)length));
        }
    }

    private void EndLine()
    {
        var line = _line.AsSpan(0, _length);
        _length = 0;
        if (line.IndexOf(_mark) is >= 0 and var start)
        {
            if (start > 0)
            {
                Tell(line[..start], end: 0);
            }

            Note(Encoding.ASCII.GetString(line[(start + _mark.Length)..]).Split(' '));
            return;
        }

        Tell(line);
    }

    // A letter is not torn, nor a mark that may begin near the end.
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

        Tell(_line.AsSpan(0, LongestLine - kept), end: 0);
        _line.AsSpan(LongestLine - kept).CopyTo(_line);
        _length = kept;
    }

    private void Tell(ReadOnlySpan<byte> line, int end = 1)
    {
        var limit = job.Limits.OutputBytes;
        var room = (int)Math.Clamp(limit - _total, 0, line.Length);
        _total += line.Length + end;
        if (room > 0 || _total <= limit)
        {
            output.Line(Encoding.UTF8.GetString(line[..room]));
        }

        if (_total > limit)
        {
            stop.For(BuildResult.LimitExceeded, BuildWords.TooMuchOutput(limit));
        }
    }

    private void Note(string[] mark)
    {
        switch (mark)
        {
            case ["begin", var index]:
                Step = int.Parse(index, CultureInfo.InvariantCulture);
                if (Step == 0)
                {
                    began();
                }

                output.StepStarted(Step, BuildWords.TitleOf(job.Steps[Step]));
                break;
            case ["end", _, "0"]:
                HasPassed = Step == job.Steps.Length - 1;
                break;
            case ["end", _, var status, .. var more]:
                Failure = int.Parse(status, CultureInfo.InvariantCulture);
                IsDiskFull = more is ["full"];
                if (!IsDiskFull)
                {
                    output.StepFailed(Step);
                }

                break;
        }
    }
}
