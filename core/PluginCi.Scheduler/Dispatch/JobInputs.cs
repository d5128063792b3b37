using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>Says what the builds of a job see, as one hash: its definition and the trees of its repositories. The same hash stands for the same result.</summary>
internal sealed class JobInputs(Repositories repositories)
{
    /// <returns>The hash, or null when a repository of the job is not part of the state.</returns>
    public async Task<string?> HashAsync(
        Site site, JobCandidate job, ImmutableSortedDictionary<ProjectBranch, string> commits, CancellationToken cancellationToken)
    {
        // Where a job stands in its script does not matter to what it does.
        var text = new StringBuilder(ModelJson.Write(job.Plan with { DeclaredAt = "" }));
        foreach (var project in RepositoriesOf(job))
        {
            if (site.CommitOf(project, job.Branch, commits) is not { } commit)
            {
                return null;
            }

            text.Append('\n').Append(project).Append(' ').Append(await TreeOfAsync(site, project, commit, cancellationToken));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>The repositories that a job sees.</summary>
    public static ImmutableArray<ProjectName> RepositoriesOf(JobCandidate job) => job.Plan.Repositories.IsEmpty ? [job.Project] : job.Plan.Repositories;

    private async Task<string> TreeOfAsync(Site site, ProjectName project, string commit, CancellationToken cancellationToken)
    {
        await repositories.EnsureCommitAsync(site.ConnectionOf(project), project, commit, cancellationToken);
        return repositories.MirrorOf(project).TreeOf(commit);
    }
}
