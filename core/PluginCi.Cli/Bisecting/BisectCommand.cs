using System.CommandLine;
using PluginCi.Gating;

namespace PluginCi.Cli;

/// <summary><c>pluginci bisect</c>: finds the merge that broke a job.</summary>
internal static class BisectCommand
{
    private static readonly Option<string> Job = new("--job") { Description = "The job that fails.", Required = true };

    private static readonly Option<string> Good = new("--good") { Description = "A state on which it passed: a commit, branch or tag; with --journal a change, or a commit that a branch was at.", Required = true };

    private static readonly Option<string> Bad = new("--bad") { Description = "A later state on which it fails, named the same way.", Required = true };

    private static readonly Option<string> Directory = new("--dir") { Description = "The repository whose first-parent merges are tried. Default: this folder.", DefaultValueFactory = _ => "." };

    private static readonly Option<string?> Journal = new("--journal")
    {
        Description = "A server's data folder, its pluginci.db or, with --data, its address of PostgreSQL: tries the states of all branches of a queue after each of its merges. Only read.",
    };

    private static readonly Option<string?> Data = new("--data") { Description = "With --journal: the server's data folder, for its mirrors. Default: the folder of pluginci.db." };

    private static readonly Option<string?> Queue = new("--queue") { Description = "The queue, where the journal has several." };

    private static readonly Option<string?> Project = new("--project") { Description = "The project whose job it is, where several have one of that name." };

    private static readonly Option<int> Attempts = Number("--attempts", "How often a state that fails is tried before the failure counts; a pass then is a flake. Default 2.", 2);

    private static readonly Option<int> Parallel = Number("--parallel", "How many states are tried at once. Default: one for each processor.", Environment.ProcessorCount);

    public static Command Create()
    {
        var command = new Command(
            "bisect",
            "Finds the first merged state on which a job fails, by running it in the sandbox on states between a good and a bad one.\n\nExample: pluginci bisect --job unit --good v1.2 --bad main")
        {
            Job, Good, Bad, Directory, Journal, Data, Queue, Project, Attempts, Parallel, PlanCommand.Recipes, ChangeCommands.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static Option<int> Number(string name, string description, int usual)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(found =>
        {
            if (found.GetValueOrDefault<int>() < 1)
            {
                found.AddError($"{name} must be 1 or more.");
            }
        });
        return option;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var scratch = System.IO.Directory.CreateTempSubdirectory("pluginci-bisect-").FullName;
        try
        {
            return await RunAsync(parsed, scratch, cancellationToken);
        }
        catch (Exception exception) when (exception is BisectException or InvalidOperationException or Git.GitException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCode.Failed;
        }
        finally
        {
            System.IO.Directory.Delete(scratch, recursive: true);
        }
    }

    private static async Task<int> RunAsync(ParseResult parsed, string scratch, CancellationToken cancellationToken)
    {
        var (job, isJson) = (parsed.GetValue(Job)!, parsed.GetValue(ChangeCommands.Json));
        var range = parsed.GetValue(Journal) is { } journal
            ? await MergeStates.ReadAsync(ReplayCommand.PathOf(journal), parsed.GetValue(Data), parsed.GetValue(Queue), parsed.GetValue(Good)!, parsed.GetValue(Bad)!)
            : await GitStates.ReadAsync(parsed.GetValue(Directory)!, parsed.GetValue(Good)!, parsed.GetValue(Bad)!, cancellationToken);
        await using var plugins = await Installation.LoadPluginsAsync(Path.Combine(scratch, "plugins"), cancellationToken);
        if (plugins.Executors.Count == 0)
        {
            throw new BisectException($"No plugin in {Installation.Plugins} can run builds: {string.Join(' ', plugins.Plugins.Select(plugin => plugin.Message))}");
        }

        using var evaluator = Installation.MakeEvaluator(parsed.GetValue(PlanCommand.Recipes) ?? []);
        var repositories = new BisectRepositories(Path.Combine(scratch, "repositories"), range.Objects);
        var jobs = new StateJobs(range, repositories, evaluator);
        var owner = await jobs.FindOwnerAsync(job, parsed.GetValue(Project), cancellationToken);
        var runner = new StateRunner(range, repositories, plugins.Executors, Path.Combine(scratch, "builds"));
        var search = new BisectSearch(range.States, TryAsync, Math.Min(parsed.GetValue(Parallel), plugins.Executors.Min(executor => executor.Capacity)), parsed.GetValue(Attempts));
        var report = await search.RunAsync((round, one) => Console.Error.WriteLine(BisectText.Of(round, one)), cancellationToken);
        foreach (var line in isJson ? [BisectText.Json(report, range.States, job)] : BisectText.Of(report, range.States, job))
        {
            await Console.Out.WriteLineAsync(line);
        }

        return report.Finding is BisectFinding.Found ? ExitCode.Ok : ExitCode.Failed;

        async Task<Probe> TryAsync(BisectState state, CancellationToken token)
        {
            var (found, trouble) = await jobs.FindAsync(job, owner, state, token);
            return found is null ? new Probe(ProbeVerdict.Skipped, trouble, []) : await runner.RunAsync(state, found, token);
        }
    }
}
