namespace PluginCi.Plugin;

/// <summary>Something that runs builds.</summary>
public interface IExecutor
{
    /// <summary>Its name, for people. Constant.</summary>
    string Name { get; }

    /// <summary>How many builds it runs at once; the host never asks for more. 1 or more. Constant.</summary>
    int Capacity { get; }

    /// <summary>What it offers that not every executor does, for example <c>arm64</c> or <c>kvm</c>: jobs that want a label are given only to executors that have it. Its name
    /// counts as one. Constant. Default none. Since contract 1.6.</summary>
    System.Collections.Immutable.ImmutableArray<string> Labels => [];

    /// <summary>Why it cannot run a job. Such a job is never given to it; where no executor can run a job, its builds fail with what they all say.</summary>
    /// <param name="job">The job.</param>
    /// <returns>One sentence that names the executor and what to do, or null, which is usual, when it can.</returns>
    string? FindObstacle(Model.JobPlan job) => null;

    /// <summary>Runs one build to its end. Called from any thread, up to <see cref="Capacity"/> at a time.</summary>
    /// <param name="request">What to run. An executor that cannot show its steps the system that <see cref="Model.JobPlan.RunsIn"/> names answers with a failure that says so.</param>
    /// <param name="output">Where its output goes, line by line, while it runs. Called from any thread, one call at a time.</param>
    /// <param name="cancellationToken">Cancels the build: everything it started is gone when the call returns.</param>
    /// <returns>How it ended; a cancelled one returns <see cref="Model.BuildResult.Cancelled"/>, it does not throw.</returns>
    /// <exception cref="OutsideException">The build could not be started; nothing is left of it.</exception>
    Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken);
}
