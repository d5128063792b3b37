using System.Globalization;
using Microsoft.Win32.SafeHandles;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Sandbox.Services;

/// <summary>A service in a sandbox of its own.</summary>
internal sealed class SandboxService : IRunningService
{
    private readonly ServiceRequest _service;
    private readonly StartedSandbox _sandbox;
    private readonly SharedNetwork _network;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SandboxService(ServiceRequest service, StartedSandbox sandbox, SharedNetwork network)
    {
        (_service, _sandbox, _network) = (service, sandbox, network);
        Ended = ListenAsync();
    }

    public SafePipeHandle Output => _sandbox.Process.Output;

    public Task Ready => _ready.Task;

    public Task<int?> Ended { get; }

    public bool Listens => ListeningPorts.Contains(_network.Process, _service.Plan.Port);

    public string Complaints => _sandbox.Process.Complaints;

    public string? FindExceeded() => _sandbox.Group.FindExceeded($"Service '{_service.Plan.Name}'");

    public async Task EndAsync()
    {
        await _sandbox.EndAsync();
        await Ended;
    }

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    private async Task<int?> ListenAsync()
    {
        while (await _sandbox.Process.ReadAnswerAsync(CancellationToken.None) is { } answer)
        {
            if (answer == "up")
            {
                _ready.TrySetResult();
            }
            else if (answer.Split(' ') is ["ended", var status] && int.TryParse(status, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }
        }

        // Killed, or never started.
        return null;
    }
}
