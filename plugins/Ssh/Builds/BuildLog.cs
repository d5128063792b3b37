using System.Globalization;
using System.Text;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Ssh;

/// <summary>Reads a build's log: tells its lines, and takes out the marks of the driver.</summary>
internal sealed class BuildLog
{
    private readonly JobPlan _job;
    private readonly IBuildOutput _output;
    private readonly Stop _stop;
    private readonly Action _began;
    private readonly byte[] _mark;
    private readonly LineSplitter _lines;
    private long _total;

    /// <summary>Makes one.</summary>
    /// <param name="job">The job.</param>
    /// <param name="secret">What marks carry.</param>
    /// <param name="output">Where lines are told.</param>
    /// <param name="stop">Told when there is too much output.</param>
    /// <param name="began">Called when the first step begins.</param>
    public BuildLog(JobPlan job, string secret, IBuildOutput output, Stop stop, Action began)
    {
        (_job, _output, _stop, _began) = (job, output, stop, began);
        _mark = [LineSplitter.MarkSign, .. Encoding.ASCII.GetBytes(secret), (byte)' '];
        _lines = new LineSplitter(Take);
    }

    /// <summary>How many bytes were read: where to read on.</summary>
    public long Position { get; private set; }

    /// <summary>The step that runs, or ran last; -1 before the first.</summary>
    public int Step { get; private set; } = -1;

    /// <summary>The status of the step that failed, or null.</summary>
    public int? Failure { get; private set; }

    /// <summary>True when the step that failed did so with the disk full.</summary>
    public bool IsDiskFull { get; private set; }

    /// <summary>True when every step has passed.</summary>
    public bool HasPassed { get; private set; }

    /// <summary>How it ended, once it has: the driver's words, for example <c>passed</c> or <c>over time</c>.</summary>
    public string? End { get; private set; }

    /// <summary>How long it ran by the machine's clock, once it has ended.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>Reads on.</summary>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        Position += bytes.Length;
        _lines.Read(bytes);
    }

    private void Take(ReadOnlySpan<byte> line, bool hasEnd)
    {
        if (_stop.Reason is not null)
        {
            return;
        }

        var start = hasEnd ? line.IndexOf(_mark) : -1;
        if (start != 0)
        {
            Tell(start < 0 ? line : line[..start], start < 0 && hasEnd ? 1 : 0);
        }

        if (start >= 0)
        {
            Note(Encoding.ASCII.GetString(line[(start + _mark.Length)..]).Split(' '));
        }
    }

    private void Tell(ReadOnlySpan<byte> line, int end)
    {
        var limit = _job.Limits.OutputBytes;
        var room = (int)Math.Clamp(limit - _total, 0, line.Length);
        _total += line.Length + end;
        if (room > 0 || _total <= limit)
        {
            _output.Line(Encoding.UTF8.GetString(line[..room]));
        }

        if (_total > limit)
        {
            _stop.For(BuildResult.LimitExceeded, BuildWords.TooMuchOutput(limit));
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
                    _began();
                }

                _output.StepStarted(Step, BuildWords.TitleOf(_job.Steps[Step]));
                break;
            case ["end", _, "0"]:
                HasPassed = Step == _job.Steps.Length - 1;
                break;
            case ["end", _, var status, .. var more]:
                Failure = int.Parse(status, CultureInfo.InvariantCulture);
                IsDiskFull = more is ["full"];
                if (!IsDiskFull)
                {
                    _output.StepFailed(Step);
                }

                break;
            case ["done", var seconds, .. var how]:
                Time = TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture));
                End = string.Join(' ', how);
                break;
        }
    }
}
