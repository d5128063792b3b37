using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>Passes calls on one at a time: a build and its services tell from several threads.</summary>
internal sealed class SerialOutput(IBuildOutput output) : IBuildOutput
{
    private readonly Lock _lock = new();

    public void PreparationStarted(string what)
    {
        lock (_lock)
        {
            output.PreparationStarted(what);
        }
    }

    public void PreparationEnded(TimeSpan time)
    {
        lock (_lock)
        {
            output.PreparationEnded(time);
        }
    }

    public void StepStarted(int index, string title)
    {
        lock (_lock)
        {
            output.StepStarted(index, title);
        }
    }

    public void StepFailed(int index)
    {
        lock (_lock)
        {
            output.StepFailed(index);
        }
    }

    public void Line(string line)
    {
        lock (_lock)
        {
            output.Line(line);
        }
    }

    public void ServiceLine(string service, string line)
    {
        lock (_lock)
        {
            output.ServiceLine(service, line);
        }
    }
}
