using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Runs no steps: a job fails when a file <c>fail-JOB</c> is in its workspace.</summary>
internal sealed class Executor(Power power) : IExecutor
{
    public string Name => "fake";

    public int Capacity => 4;

    /// <summary>Called before each build; may wait, or throw.</summary>
    public Func<BuildRequest, Task> Before { get; set; } = _ => Task.CompletedTask;

    public Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken) => power.CallAsync(
        async () =>
        {
            await Before(request).WaitAsync(cancellationToken);
            var fails = Directory.EnumerateFiles(request.Workspace, $"fail-{request.Job.Name}", SearchOption.AllDirectories).Any();
            output.Line(fails ? "It failed." : "It passed.");
            return new BuildOutcome(fails ? BuildResult.Failure : BuildResult.Success, fails ? "A test failed." : "All tests passed.", TimeSpan.FromSeconds(1));
        },
        cancellationToken);
}
