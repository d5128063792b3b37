using PluginCi.Plugin;

namespace PluginCi.Plugins.Environments;

/// <summary>What is made or got for one build before its first step: told as a stage of its own, from its first line on.</summary>
/// <param name="what">What people read: the system or the image.</param>
/// <param name="output">Where it is told.</param>
/// <param name="clock">The time.</param>
internal sealed class Preparation(string what, IBuildOutput output, TimeProvider clock)
{
    private long? _began;

    /// <summary>Tells a line; one at a time.</summary>
    public void Tell(string line)
    {
        if (_began is null)
        {
            _began = clock.GetTimestamp();
            output.PreparationStarted(what);
        }

        output.Line(line);
    }

    /// <summary>The last call. Nothing is told when there was nothing to do.</summary>
    public void End()
    {
        if (_began is { } began)
        {
            output.PreparationEnded(clock.GetElapsedTime(began));
        }
    }
}
