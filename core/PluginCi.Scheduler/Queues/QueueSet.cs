using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Storage;

namespace PluginCi.Scheduler;

/// <summary>The loops of all queues, and which of them an event is for.</summary>
internal sealed class QueueSet(
    GateStore store, Board board, Dispatcher dispatcher, SchedulerOptions options, TimeProvider clock, ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<QueueName, (QueueLoop Loop, Task Run)> _queues = new();
    private ImmutableDictionary<ProjectName, QueueLoop> _byProject = ImmutableDictionary<ProjectName, QueueLoop>.Empty;

    /// <summary>Lets a site take effect: new queues start, others get their new rules, and those without projects run dry.</summary>
    public async Task ApplyAsync(Site site, CancellationToken cancellationToken)
    {
        var byProject = ImmutableDictionary.CreateBuilder<ProjectName, QueueLoop>();
        foreach (var rules in site.Queues)
        {
            var loop = await StartAsync(rules, cancellationToken);
            await ChangeRulesAsync(loop, rules, cancellationToken);
            foreach (var project in rules.Projects.Keys)
            {
                byProject[project] = loop;
            }
        }

        foreach (var gone in store.ReadQueueNames().Where(name => site.Queues.All(rules => rules.Name != name)))
        {
            var empty = new QueueRules { Name = gone, Projects = ImmutableSortedDictionary<ProjectName, ProjectPlan>.Empty, Pipelines = site.Plan.Pipelines };
            var loop = await StartAsync(empty, cancellationToken);
            await ChangeRulesAsync(loop, empty, cancellationToken);
        }

        _byProject = byProject.ToImmutable();
    }

    public QueueLoop? Find(ProjectName project) => _byProject.GetValueOrDefault(project);

    /// <summary>The queues that want news of a change: its own, and those where another change needs it.</summary>
    public IEnumerable<QueueLoop> QueuesThatKnow(Change change)
    {
        var own = Find(change.Project);
        return _queues.Values
            .Select(queue => queue.Loop)
            .Where(loop => loop == own || loop.State.Changes.ContainsKey(change.Id));
    }

    /// <summary>The queues that rest on a branch: those of its project, and those that tested something on it.</summary>
    public IEnumerable<QueueLoop> QueuesThatKnow(ProjectBranch branch) =>
        _queues.Values.Select(queue => queue.Loop).Where(loop => loop == Find(branch.Project) || loop.State.Tips.ContainsKey(branch));

    public Task WhenStopped() => Task.WhenAll(_queues.Values.Select(queue => queue.Run));

    private async Task<QueueLoop> StartAsync(QueueRules rules, CancellationToken cancellationToken)
    {
        if (_queues.TryGetValue(rules.Name, out var running))
        {
            return running.Loop;
        }

        var loop = new QueueLoop(store, board, dispatcher, options, loggers.CreateLogger<QueueLoop>());
        await loop.RecoverAsync(rules, cancellationToken);
        _queues[rules.Name] = (loop, Task.Run(() => loop.RunAsync(cancellationToken), CancellationToken.None));
        return loop;
    }

    private async Task ChangeRulesAsync(QueueLoop loop, QueueRules rules, CancellationToken cancellationToken)
    {
        // Records compare their lists by reference; the stored form compares what is in them.
        if (ModelJson.Write(loop.State.Rules) != ModelJson.Write(rules))
        {
            var now = clock.GetUtcNow();
            await loop.PostAsync($"rules:{now.UtcTicks}", new RulesChanged(now, rules), cancellationToken);
        }
    }
}
