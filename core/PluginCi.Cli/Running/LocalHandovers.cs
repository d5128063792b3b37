using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Scheduler;
using PluginCi.Storage;

namespace PluginCi.Cli;

/// <summary>Runs jobs of one state one after the other, and hands each what those that it needs made, as the server does.</summary>
/// <param name="folder">Where what they make is kept meanwhile.</param>
/// <param name="jobs">The jobs, each after its needs.</param>
/// <param name="network">What they may reach.</param>
/// <param name="caches">Where what they keep for later runs is; null to keep nothing.</param>
/// <param name="reports">Where what they leave for people to look at is kept; null to keep nothing.</param>
internal sealed class LocalHandovers(string folder, IReadOnlyCollection<JobPlan> jobs, LocalNetwork network, CacheStore? caches, string? reports)
{
    private readonly Dictionary<string, Handover> _made = [];
    private readonly HashSet<string> _leftOut = [];

    /// <summary>The contents of artifacts.</summary>
    public BlobStore Blobs { get; } = new(Path.Combine(folder, "artifacts"), TimeProvider.System);

    /// <summary>What jobs that do not run here hand on; the nearest first.</summary>
    public IReadOnlyList<(string Job, Handover Handover)> Handed { get; set; } = [];

    /// <summary>Runs one of the jobs.</summary>
    public async Task<BuildOutcome> RunAsync(IExecutor executor, BuildRequest plain, BuildSecrets secrets, IBuildOutput output, CancellationToken cancellationToken)
    {
        var kept = caches is null ? null : new BuildCaches(caches, plain.StartIn, plain.IsReviewed && plain.Job.Secrets.IsEmpty, output);
        var request = ServiceCredentials.Add(HandoverPaths.Add(plain, $"{plain.Workspace},outbox"));
        request = kept?.Fill(request, $"{plain.Workspace},caches") ?? request;
        if (new WorkspaceFiller(Blobs).Fill(request, [.. NeededBy(request.Job).Where(_made.ContainsKey).Select(job => (job, _made[job])), .. Handed]) is { } obstacle)
        {
            return new BuildOutcome(BuildResult.Failure, obstacle, TimeSpan.Zero);
        }

        BuildOutcome outcome;
        await using (var proxy = network.Open(request.Job, Path.Combine(folder, "proxy"), output))
        {
            outcome = await executor.RunAsync(secrets.AddTo(proxy?.AddTo(request, $"{plain.Workspace},caches") ?? request), output, cancellationToken);
        }

        outcome = ReadReports(request.Job, Take(request, outcome, secrets.Mask, output), secrets.Mask, output);
        if (outcome.Result == BuildResult.Success)
        {
            kept?.Keep();
        }

        return outcome;
    }

    /// <summary>Whether a job is left out: by what the one that decides it returned, or with one that it needs. Asked for each in turn.</summary>
    /// <returns>One sentence why, or null when it runs.</returns>
    public string? WhyLeftOut(JobPlan job)
    {
        var why = job.Needs.FirstOrDefault(_leftOut.Contains) is { } need ? $"Left out, as {need} is."
            : job.OnlyIf is { } condition && !(_made.TryGetValue(condition.Job, out var made) && made.Flags.Contains(condition.Key)) ? $"Left out: {condition.Job} did not return \"{condition.Key}\": true."
            : null;
        if (why is not null)
        {
            _leftOut.Add(job.Name);
        }

        return why;
    }

    private BuildOutcome Take(BuildRequest request, BuildOutcome outcome, SecretMask mask, IBuildOutput output)
    {
        var reader = new OutboxReader(Blobs);
        string? problem = null;
        var left = Handover.Empty;
        if (outcome.Result == BuildResult.Success)
        {
            (left, problem) = reader.Read(request);
            problem ??= mask.FindIn(left);
            left = left with { Data = mask.ApplyToJson(left.Data) };
            _made[request.Job.Name] = left;
        }
        else if (outcome.Result == BuildResult.Failure)
        {
            left = reader.ReadReports(request);
        }

        if (reports is not null)
        {
            new LocalReports(reports, Blobs).Keep(request, left, output);
        }

        return problem is null ? outcome : outcome with { Result = BuildResult.Failure, Message = problem };
    }

    private static BuildOutcome ReadReports(JobPlan job, BuildOutcome outcome, SecretMask mask, IBuildOutput output)
    {
        if (job.TestReports.IsEmpty || outcome.Result is not (BuildResult.Success or BuildResult.Failure))
        {
            return outcome;
        }

        var report = mask.Apply(ReportReader.Read(job, outcome.Reports));
        if (report.Problem.Length > 0)
        {
            output.Line($"== {report.Problem}");
        }

        return TestVerdict.Of(job, outcome, report, flaky: []);
    }

    private IEnumerable<string> NeededBy(JobPlan job)
    {
        var open = new Queue<string>([.. job.Needs, .. job.SoftNeeds]);
        var seen = new HashSet<string>();
        while (open.TryDequeue(out var next))
        {
            if (seen.Add(next) && jobs.FirstOrDefault(other => other.Name == next) is { } needed)
            {
                yield return next;
                needed.Needs.Concat(needed.SoftNeeds).ToList().ForEach(open.Enqueue);
            }
        }
    }
}
