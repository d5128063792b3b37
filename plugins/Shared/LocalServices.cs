using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>The services of one build: all are ready before its first step, and all are gone with it.</summary>
internal sealed class LocalServices(BuildRequest request, IBuildOutput output, TimeProvider clock)
{
    private readonly List<LocalService> _services = [];

    /// <summary>Starts them all, and waits until all are ready.</summary>
    /// <param name="start">Starts one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null, or sentences about those that did not come up.</returns>
    public async Task<string?> StartAsync(Func<ServiceRequest, Task<IRunningService>> start, CancellationToken cancellationToken)
    {
        foreach (var service in request.Services)
        {
            output.ServiceLine(service.Plan.Name, ServiceWords.Starts(service.Plan));
            var running = new LocalService(service.Plan, await start(service), output, clock);
            lock (_services)
            {
                _services.Add(running);
            }
        }

        var troubles = await Task.WhenAll(_services.Select(service => service.WaitReadyAsync(cancellationToken)));
        return troubles.OfType<string>().ToArray() is { Length: > 0 } found ? string.Join(' ', found) : null;
    }

    /// <summary>A sentence about the first limit of one that was hit, or null.</summary>
    public string? FindExceeded()
    {
        lock (_services)
        {
            return _services.Select(service => service.FindExceeded()).FirstOrDefault(message => message is not null);
        }
    }

    /// <summary>What became of those that are not up any more: sentences that each begin with a space.</summary>
    public async Task<string> FindEndsAsync() =>
        string.Concat((await Task.WhenAll(_services.Select(service => service.FindEndAsync()))).OfType<string>().Select(sentence => " " + sentence));

    /// <summary>Ends those that were started.</summary>
    public Task EndAsync() => Task.WhenAll(_services.Select(service => service.EndAsync()));
}
