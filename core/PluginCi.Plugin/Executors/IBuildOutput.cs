namespace PluginCi.Plugin;

/// <summary>Where a running build's output goes.</summary>
public interface IBuildOutput
{
    /// <summary>A step starts.</summary>
    /// <param name="index">Its place in the job, from 0.</param>
    /// <param name="title">What people read: the command or the file.</param>
    void StepStarted(int index, string title);

    /// <summary>What the steps will run on is not there yet, and is made or got before the first of them: the lines until <see cref="PreparationEnded"/> tell of that.
    /// Not called where it is there. Since contract 1.6.</summary>
    /// <param name="what">What people read: the system or the image.</param>
    void PreparationStarted(string what)
    {
    }

    /// <summary>The preparation ended, whether it succeeded or not. Called once after each <see cref="PreparationStarted"/>. Since contract 1.6.</summary>
    /// <param name="time">How long it took for this build, which may have joined one that others wait for as well.</param>
    void PreparationEnded(TimeSpan time)
    {
    }

    /// <summary>A step failed, so that the build will fail, whatever is left to do for it: those behind need not wait for its end. Since contract 1.4.</summary>
    /// <param name="index">The step's place in the job, from 0.</param>
    void StepFailed(int index)
    {
    }

    /// <summary>A line of output, of either stream, in the order it was written.</summary>
    /// <param name="line">The line without its end; control characters are kept.</param>
    void Line(string line);

    /// <summary>A line of output of one of the build's services, which is none of its steps. Since contract 1.6.</summary>
    /// <param name="service">The service's name.</param>
    /// <param name="line">The line without its end; control characters are kept.</param>
    void ServiceLine(string service, string line) => Line($"{service} | {line}");
}
