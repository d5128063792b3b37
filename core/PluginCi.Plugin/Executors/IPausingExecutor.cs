namespace PluginCi.Plugin;

/// <summary>An executor whose builds can stay up for others after their own work. Optional: without it jobs that pause fail with a message that says so.</summary>
/// <remarks>Since contract 1.1.</remarks>
public interface IPausingExecutor : IExecutor
{
    /// <summary>Runs one build that pauses, to its end. Builds that pause do not count for <see cref="IExecutor.Capacity"/>.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="output">As in <see cref="IExecutor.RunAsync"/>.</param>
    /// <param name="pause">To be called once, after the last step has passed, while all that the steps started still runs. It returns when the build is
    /// to end; then the build passed. Not called when a step failed.</param>
    /// <param name="cancellationToken">As in <see cref="IExecutor.RunAsync"/>; also ends <paramref name="pause"/>. The job's time limit goes on during the pause.</param>
    /// <returns>As in <see cref="IExecutor.RunAsync"/>.</returns>
    /// <exception cref="OutsideException">The build could not be started; nothing is left of it.</exception>
    Task<BuildOutcome> RunPausingAsync(
        BuildRequest request, IBuildOutput output, Func<CancellationToken, Task> pause, CancellationToken cancellationToken);
}
