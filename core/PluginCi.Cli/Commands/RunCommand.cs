using System.CommandLine;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary><c>pluginci run</c>: runs jobs of a working tree as the server would.</summary>
internal static class RunCommand
{
    private static readonly Argument<string[]> Jobs = new("JOB")
    {
        Description = "The jobs; those that they need run before them. Default: all.",
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

    private static readonly Option<string[]> Secrets = new("--secret")
    {
        Description = "Where the value of a secret is that a job names: a variable of the environment or a file; also several times. Never the value itself.",
        HelpName = "NAME=env:VARIABLE|NAME=file:PATH",
    };

    public static Command Create()
    {
        var command = new Command("run", "Runs jobs of a working tree in the sandbox, as the server does.\n\nExample: pluginci run unit") { Jobs, Directory, PlanCommand.Pipelines, PlanCommand.Recipes, Executor, Inside, Secrets };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new WorkingTree(parsed.GetValue(Directory)!), parsed.GetValue(Jobs) ?? [], parsed.GetValue(PlanCommand.Pipelines)!, parsed.GetValue(PlanCommand.Recipes) ?? [], parsed.GetValue(Executor), parsed.GetValue(Inside) ?? [], parsed.GetValue(Secrets) ?? [], cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(WorkingTree tree, string[] names, string[] pipelines, string[] recipes, string? executor, string[] inside, string[] secrets, CancellationToken cancellationToken)
    {
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

        return await new LocalRun(tree, executor, new LocalNetwork([.. inside.Select(HostPattern.Parse).OfType<HostPattern>()]), LocalSecrets.Parse(secrets)).RunAsync(InOrder(plan, names), cancellationToken) ? ExitCode.Ok : ExitCode.Failed;
    }

    /// <summary>The jobs that are asked for and those that they need, each after its needs.</summary>
    internal static IReadOnlyList<JobPlan> InOrder(Plan plan, string[] names)
    {
        var ordered = new List<JobPlan>();
        foreach (var job in plan.Jobs.Where(job => names.Length == 0 || names.Contains(job.Name)))
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
}
