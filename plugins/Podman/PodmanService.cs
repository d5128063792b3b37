using Microsoft.Win32.SafeHandles;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Podman;

/// <summary>A service in a container of its own, which shares the network of its build's.</summary>
internal sealed class PodmanService : IRunningService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly ServiceRequest _service;
    private readonly Container _container;
    private readonly BuildFolder _folder;
    private readonly TimeProvider _clock;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _watching;

    /// <summary>Starts it.</summary>
    public PodmanService(ServiceRequest service, IEnumerable<string> arguments, Container container, BuildFolder folder, TimeProvider clock)
    {
        (_service, _container, _folder, _clock) = (service, container, folder, clock);
        Output = OutputPipe.Make(folder.Output);
        Ended = RunAsync(arguments);
        _watching = WatchAsync();
    }

    public SafePipeHandle Output { get; }

    public Task Ready => _ready.Task;

    public Task<int?> Ended { get; }

    public bool Listens => _container.FirstProcess.Length > 0 && ListeningPorts.Contains(_container.FirstProcess, _service.Plan.Port);

    // What podman says stands in the output.
    public string Complaints => "";

    public string? FindExceeded() => ExceededLimits.Find(_container.Groups, _service.Plan.Limits, $"Service '{_service.Plan.Name}'");

    public async Task EndAsync()
    {
        // What podman has not made yet cannot be removed, and would come after.
        while (!Ended.IsCompleted && !_folder.HasStarted)
        {
            await Task.Delay(Pace, _clock);
        }

        await _container.RemoveAsync();
        await Ended;
        await _watching;
    }

    public async ValueTask DisposeAsync()
    {
        Output.Dispose();
        await _folder.RemoveAsync();
    }

    private async Task<int?> RunAsync(IEnumerable<string> arguments) => await _container.RunAsync(arguments);

    private async Task WatchAsync()
    {
        try
        {
            while (!Ended.IsCompleted && !await IsReadyAsync())
            {
                await Task.Delay(Pace, _clock);
            }

            if (!Ended.IsCompleted)
            {
                _ready.TrySetResult();
            }
        }
        catch (OutsideException exception)
        {
            _ready.TrySetException(exception);
        }
    }

    private async Task<bool> IsReadyAsync() =>
        await _container.TryLockAsync() && Listens && (_service.Plan.Ready is not { } command || (_service.Plan.Start is null ? await _container.PassesAsync(command) : _folder.SaysReady));
}
