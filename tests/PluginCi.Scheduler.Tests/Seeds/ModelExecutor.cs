using System.Text.Json;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler.Seeds;

/// <summary>Runs no steps: what a job comes to follows from the commits it is given. Its machines vanish, and fall silent, as the weather is.</summary>
internal sealed class ModelExecutor(ModelGit git, Evidence evidence, Line line, Trace trace) : IExecutor
{
    /// <summary>The file that stands for a checkout, and names its commit.</summary>
    public const string CommitFile = ".commit";

    /// <summary>The artifact of jobs that make one: which build made it, of which tree.</summary>
    public const string Package = "package";

    /// <summary>What a job prints when it finds a fault.</summary>
    public const string Failing = "FAIL";

    public string Name => "model";

    public int Capacity => 4;

    /// <summary>The builds that run.</summary>
    public HashSet<BuildId> Running { get; } = [];

    public async Task<BuildOutcome> RunAsync(BuildRequest request, IBuildOutput output, CancellationToken cancellationToken)
    {
        Running.Add(request.Build);
        try
        {
            var commits = CommitsIn(request);
            trace.Write($"{request.Build} {request.Job.Name} of {request.Environment["PLUGINCI_PIPELINE"]} for {request.Environment["PLUGINCI_CHANGES"]} runs on {string.Join(' ', commits.Select(one => $"{one.Key}:{one.Value[..6]}"))}");
            CheckHanded(request, commits);
            var fails = FindFault(request.Job.Name, commits) || line.Weather.Strikes(Fault.Flake);
            await TakeAWhileAsync(cancellationToken);
            if (fails)
            {
                output.Line(Failing);
                await TakeAWhileAsync(cancellationToken);
            }

            trace.Write($"{request.Build} {request.Job.Name} {(fails ? "fails" : "passes")}");
            return fails ? Ended(BuildResult.Failure) : Passed(request, commits);
        }
        catch (OperationCanceledException)
        {
            trace.Write($"{request.Build} {request.Job.Name} is cancelled");
            return Ended(BuildResult.Cancelled);
        }
        finally
        {
            Running.Remove(request.Build);
        }
    }

    private async Task TakeAWhileAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(line.Dice.Roll(1, 40)), line.Clock, cancellationToken);
        if (line.Weather.Strikes(Fault.ExecutorVanishes))
        {
            trace.Write("a machine vanishes");
            throw new OutsideException("The machine is gone.", isTransient: true);
        }

        if (line.Weather.Strikes(Fault.ExecutorSilent))
        {
            trace.Write("a machine falls silent");
            while (!line.Weather.IsFair)
            {
                await Task.Delay(TimeSpan.FromMinutes(1), line.Clock, cancellationToken);
            }
        }
    }

    private BuildOutcome Passed(BuildRequest request, SortedDictionary<ProjectName, string> commits)
    {
        HandOn(request, commits);
        evidence.Hear(request.Job.Name, request.Environment["PLUGINCI_PIPELINE"], commits.ToDictionary(one => one.Key, one => git[one.Value].Tree));
        return Ended(BuildResult.Success);
    }

    private void HandOn(BuildRequest request, SortedDictionary<ProjectName, string> commits)
    {
        if (!request.Job.Artifacts.IsEmpty)
        {
            var made = $"{request.Build} of {git[commits[new ProjectName(request.StartIn)]].Tree}";
            foreach (var (path, text) in new[] { (request.PathVariables["PLUGINCI_RETURN"], $$"""{"made":"{{made}}"}"""), ($"{request.StartIn}/{Package}", made) })
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(request.Outbox!.Folder, path))!);
                File.WriteAllText(Path.Combine(request.Outbox.Folder, path), text);
            }
        }
    }

    // Data and artifact are of one build, and that one saw the very tree that this one sees.
    private void CheckHanded(BuildRequest request, SortedDictionary<ProjectName, string> commits)
    {
        if (request.Job.Fetches.IsEmpty)
        {
            return;
        }

        var data = JsonDocument.Parse(File.ReadAllText(Path.Combine(request.Workspace, request.PathVariables["PLUGINCI_DATA"]))).RootElement;
        var made = data.GetProperty(request.Job.Fetches[0].Job).GetProperty("made").GetString();
        var package = File.ReadAllText(Path.Combine(request.Workspace, request.StartIn, Package));
        var tree = git[commits[new ProjectName(request.StartIn)]].Tree;
        trace.Write($"{request.Build} is handed what {package} made");
        if (made != package || !package.EndsWith($" of {tree}", StringComparison.Ordinal))
        {
            evidence.WronglyHanded.Add($"{request.Build} of {tree} has data of {made} and the artifact of {package}");
        }
    }

    // A file that breaks one job, and two that break every job that sees both.
    private bool FindFault(string job, SortedDictionary<ProjectName, string> commits)
    {
        var files = commits.Values.SelectMany(commit => git[commit].Files.Keys).ToHashSet();
        return files.Contains($"fail-{job}") || (files.Contains("left") && files.Contains("right"));
    }

    private static BuildOutcome Ended(BuildResult result) => new(result, $"It ended with {result}.", TimeSpan.FromSeconds(1));

    private static SortedDictionary<ProjectName, string> CommitsIn(BuildRequest request) => new(Directory.EnumerateDirectories(request.Workspace)
        .Where(folder => !Path.GetFileName(folder).StartsWith('.'))
        .ToDictionary(folder => new ProjectName(Path.GetFileName(folder)), folder => File.ReadAllText(Path.Combine(folder, CommitFile))));
}
