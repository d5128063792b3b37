using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>One service of a build, in its container.</summary>
internal sealed class PodService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    // The cluster tells the end of a container some seconds later.
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    // Sockets that listen come first in each. A build may have thousands of others.
    private static readonly string[] Ports = ["head", "-n", "150", "/proc/net/tcp", "/proc/net/tcp6"];

    // Of a container's own group, in the first and in the second version of groups.
    private static readonly string[] Counters = ["cat", "/sys/fs/cgroup/memory/memory.oom_control", "/sys/fs/cgroup/memory.events"];

    private readonly ServicePlan _plan;
    private readonly string _container;
    private readonly ApiClient _api;
    private readonly string _pod;
    private readonly PodView _view;
    private readonly BuildRequest _request;
    private readonly TimeProvider _clock;
    private readonly IBuildOutput _tell;
    private readonly ServiceOutput _output;
    private readonly ServiceReader _reader;
    private readonly PodLog _log;
    private Task _reading = Task.CompletedTask;

    public PodService(BuildRequest request, int index, ApiClient api, string pod, PodView view, IBuildOutput output, TimeProvider clock)
    {
        (_request, _plan, _container) = (request, request.Services[index].Plan, PodMaker.NameOfService(index));
        (_api, _pod, _view, _clock) = (api, pod, view, clock);
        _tell = output;
        _output = new ServiceOutput(_plan.Name, _plan.Limits.OutputBytes, output);
        _reader = new ServiceReader(_output, _plan.Limits.OutputBytes);
        _log = new PodLog(api, pod, _container, view, _reader, clock);
    }

    private ContainerState State => _view.State!.Of(_container);

    private bool IsOver => State.Phase == ContainerPhase.Ended || _view.State is { HasEnded: true } or { IsDeleted: true };

    /// <summary>Tells what it prints until it has ended or the reading is.</summary>
    public void Read(CancellationToken cancellationToken)
    {
        _tell.ServiceLine(_plan.Name, ServiceWords.Starts(_plan));
        _reading = _log.FollowAsync(() => _reader.IsFull, cancellationToken);
    }

    /// <summary>Done when nothing more of it will be told.</summary>
    public async Task WhenReadAsync()
    {
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _reader.Finish();
    }

    /// <summary>Waits until it is ready.</summary>
    /// <returns>Null, or why it cannot be used.</returns>
    public async Task<string?> WaitReadyAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_plan.ReadyWithin, _clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var listens = false;
        try
        {
            while (!IsOver)
            {
                listens = await ListensAsync(waiting.Token);
                if (listens && (_plan.Ready is null || (await RunAsync(_container, ["/bin/sh", "-c", ServiceProgram.Look(_request, _plan)], waiting.Token)).IsPassed))
                {
                    return null;
                }

                await Task.Delay(Pace, _clock, waiting.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Trouble(ServiceWords.NotReady(_plan, listens));
        }

        return await EndedAsync(ServiceWords.EndedEarly(Status));
    }

    /// <summary>A sentence about the first of its limits that was hit, or null. Asked when the steps are done.</summary>
    public async Task<string?> FindExceededAsync(CancellationToken cancellationToken)
    {
        if (State.Phase == ContainerPhase.Running)
        {
            // What it started may have been ended for want of memory, which the cluster does not tell.
            var lines = (await RunAsync(_container, Counters, cancellationToken)).Told.Split('\n');
            return lines.Any(line => line.StartsWith("oom_kill ", StringComparison.Ordinal) && line != "oom_kill 0") ? TooMuchMemory : null;
        }

        return FindExceeded(_view.State!);
    }

    /// <summary>A sentence about the limit that it ended for, or null.</summary>
    public string? FindExceeded(PodState state) => state.Of(_container).Reason == "OOMKilled" ? TooMuchMemory : null;

    /// <summary>Looks whether it is still up, for a build whose steps are done.</summary>
    /// <returns>Null, or a sentence about what became of it.</returns>
    public async Task<string?> FindEndAsync(CancellationToken cancellationToken)
    {
        if (!IsOver)
        {
            if (await ListensAsync(cancellationToken))
            {
                return null;
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var ended = _view.WhenAsync(_ => IsOver, limit.Token);
            await Task.WhenAny(ended, Task.Delay(EndPatience, _clock, limit.Token));
            await limit.CancelAsync();
        }

        return IsOver ? await EndedAsync(ServiceWords.HadEnded(Status)) : Trouble(ServiceWords.DoesNotListen(_plan));
    }

    private int? Status => State is { Phase: ContainerPhase.Ended, ExitCode: var status } ? status : null;

    private string TooMuchMemory => BuildWords.TooMuchMemory(_plan.Limits, $"Service '{_plan.Name}'");

    private async Task<bool> ListensAsync(CancellationToken cancellationToken) =>
        ListeningPorts.Contains((await RunAsync(PodMaker.Files, Ports, cancellationToken)).Told.Split('\n'), _plan.Port);

    // Its last lines come a moment after its end.
    private async Task<string> EndedAsync(string what)
    {
        await Task.WhenAny(_reading, Task.Delay(EndPatience, _clock));
        return Trouble(what);
    }

    private string Trouble(string what) => ServiceWords.Trouble(_plan, what, State.Message, _output.Last);

    private async Task<(bool IsPassed, string Told)> RunAsync(string container, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        try
        {
            var (end, told) = await _api.AskAsync(_pod, container, command, null, cancellationToken);
            return (end.Status == 0, told);
        }
        catch (ApiException)
        {
            // The API is away for a while, or the container has just ended. Who asks asks again.
            return (false, "");
        }
    }
}
