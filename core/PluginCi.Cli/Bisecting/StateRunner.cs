using System.Collections.Concurrent;
using System.Globalization;
using PluginCi.Gating;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Scheduler;

namespace PluginCi.Cli;

/// <summary>Runs a job on states, each in fresh checkouts, on an executor that can run it.</summary>
internal sealed class StateRunner(BisectRange range, BisectRepositories repositories, IReadOnlyList<IExecutor> executors, string scratch)
{
    private int _runs;

    /// <summary>Runs the jobs of a state in their order; what the last came to counts.</summary>
    public async Task<Probe> RunAsync(BisectState state, StateJob job, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(scratch, string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _runs)}"));
        try
        {
            var handovers = new LocalHandovers(folder, job.Jobs, LocalNetwork.Outside, caches: null, reports: null);
            foreach (var one in job.Jobs)
            {
                if (handovers.WhyLeftOut(one) is { } why)
                {
                    return new Probe(ProbeVerdict.Skipped, $"{one.Name}: {why}", []);
                }

                var tail = new OutputTail();
                var outcome = await RunAsync(state, job, one, Path.Combine(folder, "workspaces", one.Name), handovers, tail, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                var isLast = one == job.Jobs[^1];
                if (isLast || outcome.Result != BuildResult.Success)
                {
                    var message = isLast ? outcome.Message : $"{job.Jobs[^1].Name} needs {one.Name}: {outcome.Message}";
                    return new Probe(isLast ? VerdictOf(outcome.Result) : ProbeVerdict.Skipped, message, tail.Lines);
                }
            }

            throw new System.Diagnostics.UnreachableException("A job is the last of those that it needs.");
        }
        catch (Exception exception) when (exception is OutsideException or GitException or IOException)
        {
            return new Probe(ProbeVerdict.Skipped, exception.Message, []);
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private async Task<BuildOutcome> RunAsync(
        BisectState state, StateJob job, JobPlan plan, string workspace, LocalHandovers handovers, OutputTail output, CancellationToken cancellationToken)
    {
        // What cannot run here says nothing of the state.
        if (plan.Secrets.Values.FirstOrDefault() is { } secret)
        {
            throw new OutsideException($"{plan.Name} wants the secret '{secret}', and jobs with secrets are not run again for other states than those they were granted for.");
        }

        var executor = executors.FirstOrDefault(one => one.FindObstacle(plan) is null) ?? throw new OutsideException(string.Join(' ', executors.Select(one => one.FindObstacle(plan))));
        foreach (var project in job.RepositoriesOf(plan))
        {
            var branch = range.BranchOf(project, state) ?? throw new OutsideException($"{plan.Name} wants {project}, which has no branch in {state.Name}.");
            await repositories.Of(project).CheckoutAsync(state.Commits[branch], Path.Combine(workspace, project.Value), cancellationToken);
        }

        Directory.CreateDirectory(workspace);
        var request = new BuildRequest
        {
            Build = new BuildId($"bisect-{Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(workspace)))}-{plan.Name}"),
            Job = plan,
            Workspace = workspace,
            StartIn = plan.Repositories.IsEmpty && job.Project is { } own ? own.Value : ".",
            Environment = plan.Environment.SetItems(new Dictionary<string, string>
            {
                ["CI"] = "true",
                ["PLUGINCI_JOB"] = plan.Name,
                ["PLUGINCI_PROJECT"] = job.Project?.Value ?? "",
            }),
        };
        return await handovers.RunAsync(executor, request, BuildSecrets.None, output, cancellationToken);
    }

    private static ProbeVerdict VerdictOf(BuildResult result) => result switch
    {
        BuildResult.Success => ProbeVerdict.Passed,
        BuildResult.Failure or BuildResult.TimedOut or BuildResult.LimitExceeded => ProbeVerdict.Failed,
        BuildResult.Cancelled or BuildResult.Lost => ProbeVerdict.Skipped,
    };

    /// <summary>Keeps the end of what a build prints.</summary>
    private sealed class OutputTail : IBuildOutput
    {
        private const int MostLines = 20;

        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyList<string> Lines => [.. _lines];

        public void PreparationStarted(string what) => Line($"{LogMarks.Environment}{what}");

        public void PreparationEnded(TimeSpan time) => Line(LogMarks.EnvironmentTook(time));

        public void StepStarted(int index, string title) => Line($"== step {index + 1}: {title}");

        public void Line(string line)
        {
            _lines.Enqueue(line);
            if (_lines.Count > MostLines)
            {
                _lines.TryDequeue(out _);
            }
        }
    }
}
