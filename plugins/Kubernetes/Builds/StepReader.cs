using System.Globalization;
using System.Text;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Reads what a build's container printed: tells its lines, and takes out the marks of <see cref="StepProgram"/>.</summary>
/// <remarks>Each mark says all by itself, and may be read twice: a cluster keeps the newest part of a log only, so what a server reads that joins a build may begin anywhere.</remarks>
internal sealed class StepReader : ILogReader
{
    public const string Lost = "== a part of the output is lost here: the cluster keeps only the newest part of what a build prints.";

    private readonly JobPlan _job;
    private readonly IBuildOutput _output;
    private readonly Stop _stop;
    private readonly byte[] _mark;
    private readonly LineSplitter _lines;
    private LineSplitter? _linesAgain;
    private long _total;

    public StepReader(JobPlan job, string secret, IBuildOutput output, Stop stop)
    {
        (_job, _output, _stop) = (job, output, stop);
        _mark = [LineSplitter.MarkSign, .. Encoding.ASCII.GetBytes(secret), (byte)' '];
        _lines = new LineSplitter((line, hasEnd) => Take(line, hasEnd, isNew: true));
    }

    /// <summary>The step that runs, or ran last; -1 while that is not known.</summary>
    public int Step { get; private set; } = -1;

    /// <summary>The status of the step that failed, or null.</summary>
    public int? Failure { get; private set; }

    /// <summary>True when the step that failed did so with the disk full.</summary>
    public bool IsDiskFull { get; private set; }

    /// <summary>True when every step has passed.</summary>
    public bool HasPassed { get; private set; }

    /// <summary>True when no step is left to run.</summary>
    public bool IsDone => HasPassed || Failure is not null;

    /// <summary>The last line that was told; empty before there is one.</summary>
    public string LastLine { get; private set; } = "";

    public void Read(ReadOnlySpan<byte> bytes) => _lines.Read(bytes);

    // Lines were told, and marks are looked for all the same: what it took for known may not have been.
    public void ReadAgain(ReadOnlySpan<byte> bytes, bool isStart)
    {
        _linesAgain = _linesAgain is null || isStart ? new LineSplitter((line, hasEnd) => Take(line, hasEnd, isNew: false)) : _linesAgain;
        _linesAgain.Read(bytes);
    }

    public void Forgive(long bytes) => _total = Math.Max(0, _total - bytes);

    public void TellGap()
    {
        Finish();
        _output.Line(Lost);
    }

    public void Finish() => _lines.Finish();

    private void Take(ReadOnlySpan<byte> line, bool hasEnd, bool isNew)
    {
        if (_stop.Reason is not null)
        {
            return;
        }

        var start = line.IndexOf(_mark);
        if (isNew && start != 0)
        {
            Tell(start < 0 ? line : line[..start], hasEnd && start < 0 ? 1 : 0);
        }

        if (start >= 0 && hasEnd)
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
            LastLine = Encoding.UTF8.GetString(line[..room]);
            _output.Line(LastLine);
        }

        if (_total > limit)
        {
            _stop.For(BuildResult.LimitExceeded, BuildWords.TooMuchOutput(limit));
        }
    }

    private void Note(string[] mark)
    {
        if (IsDone)
        {
            return;
        }

        var step = int.Parse(mark[1], CultureInfo.InvariantCulture);
        Enter(step, hasBegun: mark[0] == "begin");
        switch (mark)
        {
            case ["end", _, "0"]:
                HasPassed = step == _job.Steps.Length - 1;
                break;
            case ["end", _, var status, .. var more]:
                Failure = int.Parse(status, CultureInfo.InvariantCulture);
                IsDiskFull = more is ["full"];
                if (!IsDiskFull)
                {
                    _output.StepFailed(Step);
                }

                break;
        }
    }

    private void Enter(int step, bool hasBegun)
    {
        if (step <= Step)
        {
            return;
        }

        if (step > Step + 1 || !hasBegun)
        {
            _output.Line(Lost);
        }

        (Step, LastLine) = (step, "");
        _output.StepStarted(step, BuildWords.TitleOf(_job.Steps[step]));
    }
}
