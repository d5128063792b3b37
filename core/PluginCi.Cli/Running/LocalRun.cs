using System.Collections.Immutable;
using PluginCi.Dependencies;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Scheduler;
using PluginCi.Storage;
using Spectre.Console;

namespace PluginCi.Cli;

/// <summary>Runs jobs of a working tree one after the other on the executor that the server would use.</summary>
/// <param name="tree">The working tree.</param>
/// <param name="named">The executor that runs them; null for the first that can.</param>
/// <param name="network">What they may reach.</param>
/// <param name="secrets">Where the values of secrets are, by their names.</param>
internal sealed class LocalRun(WorkingTree tree, string? named, LocalNetwork network, ImmutableSortedDictionary<string, SecretReference> secrets)
{
    private const long MostCacheBytes = 5L << 30;
    private const long MostDependencyBytes = 5L << 30;

    /// <returns>True when every voting job passed.</returns>
    public async Task<bool> RunAsync(IReadOnlyList<JobPlan> jobs, CancellationToken cancellationToken)
    {
        var scratch = System.IO.Directory.CreateTempSubdirectory("pluginci-run-").FullName;
        try
        {
            await using var plugins = await Installation.LoadPluginsAsync(Path.Combine(scratch, "plugins"), cancellationToken, named);
            var executors = plugins.Executors.Where(executor => named is null || executor.Name == named).ToArray();
            if (executors.Length == 0)
            {
                await Console.Error.WriteLineAsync(named is null || plugins.Plugins.Any(plugin => plugin.Id == named)
                    ? $"No plugin in {Installation.Plugins} can run builds{(named is null ? "" : $" as '{named}'")}: {string.Join(' ', plugins.Plugins.Where(plugin => plugin.Id == (named ?? plugin.Id)).Select(plugin => plugin.Message))}"
                    : $"There is no executor '{named}'. Known executors: {string.Join(", ", plugins.Executors.Select(executor => executor.Name))}.");
                return false;
            }

            var caches = new CacheStore(Installation.Caches, MostCacheBytes, TimeProvider.System);
            var outcomes = new Dictionary<string, BuildOutcome>();
            using var dependencies = new DependencyCache(new DependencyCacheOptions
            {
                Folder = Installation.Dependencies,
                Spare = Path.Combine(scratch, "dependencies"),
                Sockets = scratch,
                MostBytes = MostDependencyBytes,
                Warn = Console.Error.WriteLine,
            });
            var handovers = new LocalHandovers(scratch, jobs, network with { Dependencies = dependencies }, caches, Installation.Reports);
            foreach (var job in jobs)
            {
                outcomes[job.Name] = await RunAsync(executors, job, outcomes, handovers, scratch, cancellationToken);
            }

            Print(jobs, outcomes);
            return jobs.All(job => !job.IsVoting || outcomes[job.Name].Result == BuildResult.Success);
        }
        finally
        {
            System.IO.Directory.Delete(scratch, recursive: true);
        }
    }

    private async Task<BuildOutcome> RunAsync(
        IReadOnlyList<IExecutor> executors, JobPlan job, Dictionary<string, BuildOutcome> outcomes, LocalHandovers handovers, string scratch, CancellationToken cancellationToken)
    {
        if (job.Needs.FirstOrDefault(need => outcomes[need].Result != BuildResult.Success) is { } failed)
        {
            return new BuildOutcome(BuildResult.Cancelled, $"It needs {failed}, which did not pass.", TimeSpan.Zero);
        }

        if (handovers.WhyLeftOut(job) is { } why)
        {
            return new BuildOutcome(BuildResult.Success, why, TimeSpan.Zero);
        }

        if (executors.FirstOrDefault(one => one.FindObstacle(job) is null) is not { } executor)
        {
            return new BuildOutcome(BuildResult.Failure, string.Join(' ', executors.Select(one => one.FindObstacle(job))), TimeSpan.Zero);
        }

        BuildSecrets given;
        try
        {
            given = BuildSecrets.Read(job, secrets, name => $"Say where its value is: --secret {name}=env:VARIABLE or --secret {name}=file:PATH.");
        }
        catch (SecretException exception)
        {
            return new BuildOutcome(BuildResult.Failure, exception.Message, TimeSpan.Zero);
        }

        var workspace = Path.Combine(scratch, "workspaces", job.Name);
        await tree.CopyToAsync(Path.Combine(workspace, tree.Name), cancellationToken);
        var request = new BuildRequest
        {
            Build = new BuildId($"local-{job.Name}"),
            Job = job,
            Workspace = workspace,
            StartIn = tree.Name,
            Environment = job.Environment.SetItems(new Dictionary<string, string> { ["CI"] = "true", ["PLUGINCI_JOB"] = job.Name, ["PLUGINCI_PROJECT"] = tree.Name }),
        };
        var output = new MaskedOutput(new TerminalOutput(job.Name), given.Mask);
        var outcome = await RunAsync(handovers, executor, request, given, output, cancellationToken);
        output.End();
        if (outcome.Result == BuildResult.Lost)
        {
            output.Line($"== {job.Name} was lost: {outcome.Message}");
        }

        return outcome;
    }

    private static async Task<BuildOutcome> RunAsync(LocalHandovers handovers, IExecutor executor, BuildRequest request, BuildSecrets given, MaskedOutput output, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await handovers.RunAsync(executor, request, given, output, cancellationToken);
            return outcome with { Message = given.Mask.Apply(outcome.Message) };
        }
        catch (OutsideException exception)
        {
            return new BuildOutcome(BuildResult.Lost, given.Mask.Apply(exception.Message), TimeSpan.Zero);
        }
    }

    private static void Print(IReadOnlyList<JobPlan> jobs, Dictionary<string, BuildOutcome> outcomes)
    {
        var table = new Table().AddColumns("job", "result", "time", "");
        foreach (var job in jobs)
        {
            var outcome = outcomes[job.Name];
            var colour = outcome.Result == BuildResult.Success ? "green" : "red";
            table.AddRow(Markup.Escape(job.Name), $"[{colour}]{outcome.Result}[/]", $"{outcome.Duration.TotalSeconds:0.0} s", Markup.Escape(outcome.Message));
        }

        AnsiConsole.Write(table);
    }

    /// <summary>Prints a build's output as it comes.</summary>
    private sealed class TerminalOutput(string job) : IBuildOutput
    {
        public void PreparationStarted(string what) => Console.Out.WriteLine($"{job} {LogMarks.Environment}{what}");

        public void PreparationEnded(TimeSpan time) => Console.Out.WriteLine($"{job} {LogMarks.EnvironmentTook(time)}");

        public void StepStarted(int index, string title) => Console.Out.WriteLine($"{job} == step {index + 1}: {title}");

        public void Line(string line) => Console.Out.WriteLine($"{job} | {line}");
    }
}
