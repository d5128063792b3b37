using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>The log of one running build. What it holds is in the file when somebody wants to read it, when there is much of it, and at the end.</summary>
internal sealed class BuildLog : IBuildOutput, IDisposable
{
    // A call of the system for each line would cost more than all else that is done with it.
    private const int BufferSize = 64 << 10;

    private readonly Lock _guard = new();
    private readonly StreamWriter _writer;
    private readonly Action _closed;
    private TaskCompletionSource? _growth;
    private SecretMask _mask = SecretMask.None;
    private bool _isClosed;

    public BuildLog(string path, Action closed)
    {
        _closed = closed;
        _writer = new StreamWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0), bufferSize: BufferSize);
    }

    /// <summary>Completes when there is more than at the call, or the log is closed.</summary>
    public Task GrownAsync()
    {
        lock (_guard)
        {
            return _isClosed ? Task.CompletedTask : (_growth ??= Signals.New()).Task;
        }
    }

    /// <summary>Hides the values of secrets from now on.</summary>
    public void Hide(SecretMask mask) => _mask = mask;

    /// <summary>Brings what was written so far to where others read it.</summary>
    public void Flush()
    {
        lock (_guard)
        {
            try
            {
                if (!_isClosed)
                {
                    _writer.Flush();
                }
            }
            catch (IOException)
            {
                // A disk without room: it stays in memory, and the build is told of it when it prints more.
            }
        }
    }

    public void PreparationStarted(string what) => Line($"{LogMarks.Environment}{what}");

    public void PreparationEnded(TimeSpan time) => Line(LogMarks.EnvironmentTook(time));

    public void StepStarted(int index, string title) => Line($"== step {index + 1}: {title.ReplaceLineEndings("; ")}");

    public void Line(string line)
    {
        TaskCompletionSource? grown;
        lock (_guard)
        {
            _writer.Write(_mask.Apply(line));
            _writer.Write('\n');
            (grown, _growth) = (_growth, null);
        }

        grown?.TrySetResult();
    }

    public void Dispose()
    {
        TaskCompletionSource? grown;
        lock (_guard)
        {
            try
            {
                _writer.Dispose();
            }
            catch (IOException)
            {
                // The build has ended, and its end counts: the last of its output is lost for want of room, and nothing else.
            }

            _isClosed = true;
            grown = _growth;
        }

        _closed();
        grown?.TrySetResult();
    }
}
