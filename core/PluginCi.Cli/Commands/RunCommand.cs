using System.Collections.Immutable;
using System.CommandLine;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Scheduler;
using PluginCi.Server;

namespace PluginCi.Cli;

/// <summary><c>pluginci run</c>: runs jobs of a working tree as the server would.</summary>
internal static class RunCommand
{
    private static readonly Argument<string[]> Jobs = new("JOB")
    {
        Description = "The jobs; those that they need run before them. Default: all but those of Promote and Deploy.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string> Directory = new("--dir") { Description = "The working tree. Default: this folder.", DefaultValueFactory = _ => "." };

    private static readonly Option<string[]> Inside = new("--inside")
    {
        Description = "A host that a job asks for and that may have an address of this machine or of its private network; also several times.",
        HelpName = "HOST",
    };

    private static readonly Option<string?> Executor = new("--executor")
    {
        Description = "The executor that runs them, such as podman. Default: the first that can run a job.",
        HelpName = "NAME",
    };

    private static readonly Option<string?> From = new("--from")
    {
        Description = "Instead of a working tree: a build of a server, by the address of its page. Runs its job as it was frozen, on the same commits and with the same artifacts.",
        HelpName = "BUILD-URL",
    };

    private static readonly Option<string[]> Secrets = new("--secret")
    {
        Description = "Where the value of a secret is that a job names: a variable of the environment or a file; also several times. Never the value itself.",
        HelpName = "NAME=env:VARIABLE|NAME=file:PATH",
    };

    public static Command Create()
    {
        var command = new Command("run", "Runs jobs of a working tree in the sandbox, as the server does, or a build of a server again.\n\nExample: pluginci run unit")
        {
            Jobs, Directory, From, PlanCommand.Pipelines, PlanCommand.Recipes, Executor, Inside, Secrets, ChangeCommands.Json,
        };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(From) is not null && (parsed.GetValue(Jobs) is { Length: > 0 } || new Option[] { Directory, PlanCommand.Pipelines, PlanCommand.Recipes }.Any(option => parsed.GetResult(option) is { Implicit: false })))
            {
                parsed.AddError("--from says already which job runs, and on what; leave JOB, --dir, --pipeline and --recipes out.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var inside = parsed.GetValue(Inside) ?? [];
        var secrets = parsed.GetValue(Secrets) ?? [];
        if (LocalSecrets.FindTrouble(secrets) is { } trouble)
        {
            await Console.Error.WriteLineAsync(trouble);
            return ExitCode.Usage;
        }

        if (inside.FirstOrDefault(host => HostPattern.Parse(host) is null or { IsBelow: true }) is { } wrong)
        {
            await Console.Error.WriteLineAsync($"--inside names '{wrong}'; write a host, such as mirror.example.org:3142 or 127.0.0.1:8080.");
            return ExitCode.Usage;
        }

        var run = new RunOptions(parsed.GetValue(Executor), new LocalNetwork([.. inside.Select(HostPattern.Parse).OfType<HostPattern>()]), LocalSecrets.Parse(secrets), parsed.GetValue(ChangeCommands.Json));
        try
        {
            return parsed.GetValue(From) is { } address
                ? await RunAsync(address, run, cancellationToken)
                : await RunAsync(new WorkingTree(parsed.GetValue(Directory)!), parsed.GetValue(Jobs) ?? [], parsed.GetValue(PlanCommand.Pipelines)!, parsed.GetValue(PlanCommand.Recipes) ?? [], run, cancellationToken);
        }
        catch (Exception exception) when (exception is OutsideException or GitException or IOException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCode.Failed;
        }
    }

    private static async Task<int> RunAsync(string address, RunOptions run, CancellationToken cancellationToken)
    {
        if (BuildAddress.Parse(address) is not { } build)
        {
            await Console.Error.WriteLineAsync($"--from names '{address}', which is not the address of a build. Copy that of its page, such as https://ci.example.org/builds/core-7.");
            return ExitCode.Usage;
        }

        using var server = new ServerClient(build.Server, "Is the address right, and does it run?");
        var source = await ServerBuild.LoadAsync(server, build.Path, isForced: run.Executor is not null, run.Network.Inside, cancellationToken);
        return await RunAsync(source, [source.Job], source.Verdict, run, cancellationToken);
    }

    private static async Task<int> RunAsync(ILocalSource source, IReadOnlyList<JobPlan> jobs, BuildView? verdict, RunOptions run, CancellationToken cancellationToken)
    {
        var results = await new LocalRun(source, run.Executor, run.Network, run.Secrets, run.IsJson ? Console.Error : Console.Out).RunAsync(jobs, cancellationToken);
        if (run.IsJson)
        {
            await Console.Out.WriteLineAsync(RunReport.Json(results, verdict));
        }
        else
        {
            RunReport.Print(results, verdict);
        }

        return results.All(one => one.IsOk) ? ExitCode.Ok : ExitCode.Failed;
    }

    private static async Task<int> RunAsync(WorkingTree tree, string[] names, string[] pipelines, string[] recipes, RunOptions run, CancellationToken cancellationToken)
    {
        if (tree.Entry is not { } entry)
        {
            await Console.Error.WriteLineAsync($"{tree.Directory} has no {PipelineFiles.Script} and no {PipelineFiles.Declared}. `pluginci init` writes the first.");
            return ExitCode.Failed;
        }

        using var evaluator = Installation.MakeEvaluator(recipes);
        var evaluation = await evaluator.EvaluateProjectAsync(tree.ReadScript(entry), [.. pipelines], cancellationToken);
        Diagnostics.Tell(evaluation.Diagnostics);

        if (evaluation.Value is not { } plan)
        {
            return ExitCode.Failed;
        }

        if (names.FirstOrDefault(name => plan.Jobs.All(job => job.Name != name)) is { } unknown)
        {
            await Console.Error.WriteLineAsync($"There is no job '{unknown}'. Known jobs: {string.Join(", ", plan.Jobs.Select(job => job.Name))}.");
            return ExitCode.Usage;
        }

        return await RunAsync(new TreeSource(tree), InOrder(plan, names), verdict: null, run, cancellationToken);
    }

    /// <summary>The jobs that are asked for and those that they need, each after its needs.</summary>
    internal static IReadOnlyList<JobPlan> InOrder(Plan plan, string[] names)
    {
        var ordered = new List<JobPlan>();
        foreach (var job in plan.Jobs.Where(job => names.Length == 0 ? !job.IsRelease : names.Contains(job.Name)))
        {
            Add(plan, job, names, ordered);
        }

        return ordered;
    }

    private static void Add(Plan plan, JobPlan job, string[] names, List<JobPlan> ordered)
    {
        // A soft need is not run for its own sake.
        foreach (var need in job.Needs.Concat(job.SoftNeeds.Where(need => names.Length == 0 || names.Contains(need))))
        {
            Add(plan, plan.Jobs.Single(other => other.Name == need), names, ordered);
        }

        if (!ordered.Contains(job))
        {
            ordered.Add(job);
        }
    }

    /// <param name="Executor">The executor that runs them; null for the first that can.</param>
    /// <param name="Network">What they may reach.</param>
    /// <param name="Secrets">Where the values of secrets are, by their names.</param>
    /// <param name="IsJson">True when the result is for programs; the output of jobs is then beside it.</param>
    private sealed record RunOptions(string? Executor, LocalNetwork Network, ImmutableSortedDictionary<string, SecretReference> Secrets, bool IsJson);
}
