using PluginCi.Model;

namespace PluginCi.Plugins;

/// <summary>Why a build is ended before its last step. The first reason wins.</summary>
internal sealed class Stop : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private StopReason? _reason;

    public CancellationToken Token => _source.Token;

    public StopReason? Reason => Volatile.Read(ref _reason);

    public void For(BuildResult result, string message)
    {
        if (Interlocked.CompareExchange(ref _reason, new StopReason(result, message), null) is null)
        {
            _source.Cancel();
        }
    }

    public void Dispose() => _source.Dispose();
}

/// <summary>The result and the sentence of a build that was ended.</summary>
internal sealed record StopReason(BuildResult Result, string Message);
