using System.Collections.Immutable;
using PluginCi.Dependencies;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Scheduler;
using PluginCi.Storage;

namespace PluginCi.Cli;

/// <summary>Runs jobs one after the other on the executor that the server would use.</summary>
/// <param name="source">What they are of.</param>
/// <param name="named">The executor that runs them; null for the first that can.</param>
/// <param name="network">What they may reach.</param>
/// <param name="secrets">Where the values of secrets are, by their names.</param>
/// <param name="terminal">Where their output goes.</param>
internal sealed class LocalRun(ILocalSource source, string? named, LocalNetwork network, ImmutableSortedDictionary<string, SecretReference> secrets, TextWriter terminal)
{
    private const long MostCacheBytes = 5L << 30;
    private const long MostDependencyBytes = 5L << 30;

    /// <summary>Runs jobs.</summary>
    /// <param name="jobs">The jobs, each after its needs.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What came of each.</returns>
    /// <exception cref="OutsideException">Nothing can be run.</exception>
    public async Task<IReadOnlyList<LocalResult>> RunAsync(IReadOnlyList<JobPlan> jobs, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateTempSubdirectory("pluginci-run-").FullName;
        try
        {
            await using var plugins = await Installation.LoadPluginsAsync(Path.Combine(scratch, "plugins"), cancellationToken, named);
            var executors = plugins.Executors.Where(executor => named is null || executor.Name == named).ToArray();
            if (executors.Length == 0)
            {
                throw new OutsideException(named is null || plugins.Plugins.Any(plugin => plugin.Id == named)
                    ? $"No plugin in {Installation.Plugins} can run builds{(named is null ? "" : $" as '{named}'")}: {string.Join(' ', plugins.Plugins.Where(plugin => plugin.Id == (named ?? plugin.Id)).Select(plugin => plugin.Message))}"
                    : $"There is no executor '{named}'. Known executors: {string.Join(", ", plugins.Executors.Select(executor => executor.Name))}.");
            }

            return await RunAsync(jobs, executors, scratch, cancellationToken);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private async Task<IReadOnlyList<LocalResult>> RunAsync(IReadOnlyList<JobPlan> jobs, IExecutor[] executors, string scratch, CancellationToken cancellationToken)
    {
        using var dependencies = new DependencyCache(new DependencyCacheOptions
        {
            Folder = Installation.Dependencies,
            Spare = Path.Combine(scratch, "dependencies"),
            Sockets = scratch,
            MostBytes = MostDependencyBytes,
            Warn = Console.Error.WriteLine,
        });
        var caches = new CacheStore(Installation.Caches, MostCacheBytes, TimeProvider.System);
        var handovers = new LocalHandovers(scratch, jobs, network with { Dependencies = dependencies, Registries = source.Registries }, caches, Installation.Reports);
        var outcomes = new Dictionary<string, BuildOutcome>();
        var isFetched = false;
        foreach (var job in jobs)
        {
            outcomes[job.Name] = WhyNot(job, outcomes, handovers) ?? FindExecutor(executors, job, out var executor) ?? await RunAsync(executor!, job);
        }

        return [.. jobs.Select(job => new LocalResult(job, outcomes[job.Name]))];

        // Nothing is brought here for a job that cannot run here.
        async Task<BuildOutcome> RunAsync(IExecutor executor, JobPlan job)
        {
            handovers.Handed = isFetched ? handovers.Handed : await source.FetchAsync(scratch, handovers.Blobs, cancellationToken);
            isFetched = true;
            return await this.RunAsync(executor, job, handovers, Path.Combine(scratch, "workspaces", job.Name), cancellationToken);
        }
    }

    private static BuildOutcome? WhyNot(JobPlan job, Dictionary<string, BuildOutcome> outcomes, LocalHandovers handovers) =>
        job.Needs.FirstOrDefault(need => outcomes[need].Result != BuildResult.Success) is { } failed ? new BuildOutcome(BuildResult.Cancelled, $"It needs {failed}, which did not pass.", TimeSpan.Zero)
        : handovers.WhyLeftOut(job) is { } why ? new BuildOutcome(BuildResult.Success, why, TimeSpan.Zero)
        : null;

    /// <returns>How the job ends as none can run it; null with the executor when one can.</returns>
    private BuildOutcome? FindExecutor(IExecutor[] executors, JobPlan job, out IExecutor? found)
    {
        found = executors.FirstOrDefault(one => source.FindObstacle(one, job) is null);
        return found is null ? new BuildOutcome(BuildResult.Lost, string.Join(' ', executors.Select(one => source.FindObstacle(one, job))), TimeSpan.Zero) : null;
    }

    private async Task<BuildOutcome> RunAsync(IExecutor executor, JobPlan job, LocalHandovers handovers, string workspace, CancellationToken cancellationToken)
    {
        BuildSecrets given;
        try
        {
            given = BuildSecrets.Read(job, secrets, name => $"Say where its value is: --secret {name}=env:VARIABLE or --secret {name}=file:PATH.");
        }
        catch (SecretException exception)
        {
            return new BuildOutcome(BuildResult.Lost, exception.Message, TimeSpan.Zero);
        }

        var output = new MaskedOutput(new TerminalOutput(job.Name, terminal), given.Mask);
        BuildOutcome outcome;
        try
        {
            outcome = await handovers.RunAsync(executor, await source.MakeRequestAsync(job, workspace, cancellationToken), given, output, cancellationToken);
        }
        catch (OutsideException exception)
        {
            outcome = new BuildOutcome(BuildResult.Lost, exception.Message, TimeSpan.Zero);
        }

        outcome = outcome with { Message = given.Mask.Apply(outcome.Message) };
        output.End();
        if (outcome.Result == BuildResult.Lost)
        {
            output.Line($"== {job.Name} was lost: {outcome.Message}");
        }

        return outcome;
    }

    /// <summary>Prints a build's output as it comes.</summary>
    private sealed class TerminalOutput(string job, TextWriter terminal) : IBuildOutput
    {
        public void PreparationStarted(string what) => terminal.WriteLine($"{job} {LogMarks.Environment}{what}");

        public void PreparationEnded(TimeSpan time) => terminal.WriteLine($"{job} {LogMarks.EnvironmentTook(time)}");

        public void StepStarted(int index, string title) => terminal.WriteLine($"{job} == step {index + 1}: {title}");

        public void Line(string line) => terminal.WriteLine($"{job} | {line}");
    }
}
