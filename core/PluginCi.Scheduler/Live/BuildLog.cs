using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>The log of one running build.</summary>
internal sealed class BuildLog : IBuildOutput, IDisposable
{
    private readonly Lock _guard = new();
    private readonly StreamWriter _writer;
    private readonly Action _closed;
    private TaskCompletionSource _growth = NewSignal();
    private bool _isClosed;

    public BuildLog(string path, Action closed)
    {
        _closed = closed;
        _writer = new StreamWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)) { AutoFlush = true };
    }

    public Task GrownAsync()
    {
        lock (_guard)
        {
            return _isClosed ? Task.CompletedTask : _growth.Task;
        }
    }

    public void StepStarted(int index, string title) => Write($"== step {index + 1}: {title.ReplaceLineEndings("; ")}");

    public void Line(string line) => Write(line);

    public void Dispose()
    {
        lock (_guard)
        {
            _writer.Dispose();
            _isClosed = true;
        }

        _closed();
        Signal();
    }

    private void Write(string line)
    {
        lock (_guard)
        {
            _writer.Write(line + "\n");
        }

        Signal();
    }

    private void Signal()
    {
        TaskCompletionSource grown;
        lock (_guard)
        {
            grown = _growth;
            _growth = NewSignal();
        }

        grown.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
