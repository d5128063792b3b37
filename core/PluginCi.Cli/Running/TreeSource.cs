using System.Collections.Immutable;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Storage;

namespace PluginCi.Cli;

/// <summary>Runs what a working tree holds. Labels are of the server's executors, and not asked for here.</summary>
internal sealed class TreeSource(WorkingTree tree) : ILocalSource
{
    public ImmutableArray<RegistryPlan> Registries => RegistryPlan.Public;

    public string? FindObstacle(IExecutor executor, JobPlan job) => executor.FindObstacle(job);

    public Task<IReadOnlyList<(string Job, Handover Handover)>> FetchAsync(string folder, BlobStore blobs, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<(string Job, Handover Handover)>>([]);

    public async Task<BuildRequest> MakeRequestAsync(JobPlan job, string workspace, CancellationToken cancellationToken)
    {
        await tree.CopyToAsync(Path.Combine(workspace, tree.Name), cancellationToken);
        return new BuildRequest
        {
            Build = new BuildId($"local-{job.Name}"),
            Job = job,
            Workspace = workspace,
            StartIn = tree.Name,
            Environment = job.Environment.SetItems(new Dictionary<string, string> { ["CI"] = "true", ["PLUGINCI_JOB"] = job.Name, ["PLUGINCI_PROJECT"] = tree.Name }),
            IsReviewed = true,
        };
    }
}
