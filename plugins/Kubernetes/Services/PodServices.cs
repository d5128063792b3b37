using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>The services of one build, in containers beside its own: all are ready before its first step, and all end with the pod.</summary>
internal sealed class PodServices : IAsyncDisposable
{
    private readonly ImmutableArray<PodService> _services;
    private readonly CancellationTokenSource _closing = new();
    private readonly PodView _view;
    private Task _watching = Task.CompletedTask;

    public PodServices(BuildRequest request, ApiClient api, string pod, PodView view, IBuildOutput output, TimeProvider clock)
    {
        _view = view;
        _services = [.. Enumerable.Range(0, request.Services.Length).Select(index => new PodService(request, index, api, pod, view, output, clock))];
    }

    /// <summary>Tells what they print from now on, and stops the build when one of them ends for want of memory.</summary>
    public void Follow(Stop stop)
    {
        foreach (var service in _services)
        {
            service.Read(_closing.Token);
        }

        _watching = _services.IsEmpty ? Task.CompletedTask : WatchAsync(stop);
    }

    /// <summary>Waits until all are ready.</summary>
    /// <returns>Null, or sentences about those that did not come up.</returns>
    public async Task<string?> WaitReadyAsync(CancellationToken cancellationToken)
    {
        var troubles = await Task.WhenAll(_services.Select(service => service.WaitReadyAsync(cancellationToken)));
        return troubles.OfType<string>().ToArray() is { Length: > 0 } found ? string.Join(' ', found) : null;
    }

    /// <summary>A sentence about the first limit of one that was hit, or null. Asked when the steps are done.</summary>
    public async Task<string?> FindExceededAsync(CancellationToken cancellationToken) =>
        (await Task.WhenAll(_services.Select(service => service.FindExceededAsync(cancellationToken)))).FirstOrDefault(message => message is not null);

    /// <summary>What became of those that are not up any more: sentences that each begin with a space.</summary>
    public async Task<string> FindEndsAsync(CancellationToken cancellationToken) => _view.State is { HasEnded: true } or { IsDeleted: true }
        ? ""
        : string.Concat((await Task.WhenAll(_services.Select(service => service.FindEndAsync(cancellationToken)))).OfType<string>().Select(sentence => " " + sentence));

    /// <summary>The last call: nothing is told after it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await Task.WhenAll(_services.Select(service => service.WhenReadAsync()));
        await _watching;
        _closing.Dispose();
    }

    private async Task WatchAsync(Stop stop)
    {
        try
        {
            var state = await _view.WhenAsync(state => FindExceeded(state) is not null, _closing.Token);
            stop.For(BuildResult.LimitExceeded, FindExceeded(state)!);
        }
        catch (OperationCanceledException)
        {
            // The build ended before that.
        }
    }

    private string? FindExceeded(PodState state) => _services.Select(service => service.FindExceeded(state)).FirstOrDefault(message => message is not null);
}
