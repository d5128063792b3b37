using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>One service of a build, from its start to its end.</summary>
internal sealed class LocalService
{
    // What closed its port may have its end told a moment later.
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    private readonly ServicePlan _plan;
    private readonly IRunningService _service;
    private readonly ServiceOutput _output;
    private readonly OutputReader _reader;
    private readonly TimeProvider _clock;

    public LocalService(ServicePlan plan, IRunningService service, IBuildOutput output, TimeProvider clock)
    {
        (_plan, _service, _clock) = (plan, service, clock);
        _output = new ServiceOutput(plan.Name, plan.Limits.OutputBytes, output);
        _reader = new OutputReader(service.Output, _output, plan.Limits.OutputBytes, _output.TellFull);
    }

    /// <summary>Waits until it is ready.</summary>
    /// <returns>Null, or why it cannot be used.</returns>
    public async Task<string?> WaitReadyAsync(CancellationToken cancellationToken)
    {
        var first = Task.WhenAny(_service.Ready, _service.Ended);
        try
        {
            await first.WaitAsync(_plan.ReadyWithin, _clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return Trouble(ServiceWords.NotReady(_plan, _service.Listens));
        }

        if (!_service.Ready.IsCompleted)
        {
            return Trouble(ServiceWords.EndedEarly(await _service.Ended));
        }

        await _service.Ready;
        return null;
    }

    /// <summary>A sentence about the first of its limits that was hit, or null.</summary>
    public string? FindExceeded() => _service.FindExceeded();

    /// <summary>Looks whether it is still up, for a build whose steps are done.</summary>
    /// <returns>Null, or a sentence about what became of it.</returns>
    public async Task<string?> FindEndAsync()
    {
        if (!_service.Listens)
        {
            await Task.WhenAny(_service.Ended, Task.Delay(EndPatience, _clock));
        }

        return _service.Ended.IsCompleted ? Trouble(ServiceWords.HadEnded(await _service.Ended))
            : _service.Listens ? null
            : Trouble(ServiceWords.DoesNotListen(_plan));
    }

    public async Task EndAsync()
    {
        try
        {
            await _service.EndAsync();
        }
        finally
        {
            _reader.Finish();
            await _service.DisposeAsync();
        }
    }

    private string Trouble(string what)
    {
        _reader.TellWhatIsThere();
        return ServiceWords.Trouble(_plan, what, _service.Complaints, _output.Last);
    }
}
