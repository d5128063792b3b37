using System.Collections.Concurrent;
using PluginCi.Gating;
using PluginCi.Git;
using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Makes sure that a queue knows where the branches point that its changes are tested with, before it hears of the changes.</summary>
internal sealed class Tips(SiteKeeper sites, Repositories repositories, TimeProvider clock)
{
    // A branch that was not there when it was asked for is told when somebody pushes it.
    private readonly ConcurrentDictionary<(QueueName Queue, ProjectBranch Branch), bool> _missing = new();

    /// <summary>Tells a queue of the targets of some changes, of the branches of the same name in its other projects, and of their default branches.</summary>
    public async Task EnsureAsync(QueueLoop queue, IReadOnlyCollection<Change> changes, CancellationToken cancellationToken)
    {
        // A needed change may be of a project that the site does not have: nothing is tested with it, and nobody knows where it is.
        foreach (var target in changes.Select(change => change.Target).Where(target => sites.Current.Find(target.Project) is not null).Distinct())
        {
            await EnsureAsync(queue, target, cancellationToken);
        }

        var names = changes.Where(change => queue.State.Rules.Has(change.Project)).Select(change => change.Branch).Distinct().ToArray();
        foreach (var project in queue.State.Rules.Projects.Values)
        {
            foreach (var name in names.Append(project.DefaultBranch).Distinct())
            {
                await TryEnsureAsync(queue, new ProjectBranch(project.Name, name), cancellationToken);
            }
        }
    }

    /// <summary>Tells a queue of one branch, if it does not know it.</summary>
    public async Task EnsureAsync(QueueLoop queue, ProjectBranch branch, CancellationToken cancellationToken)
    {
        if (queue.State.Tips.ContainsKey(branch) || _missing.ContainsKey((queue.Name, branch)))
        {
            return;
        }

        if (await repositories.ReadTipAsync(sites.Current.ConnectionOf(branch.Project), branch, cancellationToken) is { } tip)
        {
            await queue.PostAsync($"branch:{branch}:first:{tip}", new BranchMoved(clock.GetUtcNow(), branch, tip), cancellationToken);
        }
        else
        {
            _missing[(queue.Name, branch)] = true;
        }
    }

    /// <summary>Asks again for branches that were missing.</summary>
    public void Forget() => _missing.Clear();

    // A project beside that cannot be read does not hold up the change; a job that wants it says so.
    private async Task TryEnsureAsync(QueueLoop queue, ProjectBranch branch, CancellationToken cancellationToken)
    {
        try
        {
            await EnsureAsync(queue, branch, cancellationToken);
        }
        catch (Exception exception) when (exception is OutsideException or GitException)
        {
            _missing[(queue.Name, branch)] = true;
        }
    }
}
