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
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _next = Signals.New();
    private ImmutableDictionary<ProjectName, QueueLoop> _byProject = ImmutableDictionary<ProjectName, QueueLoop>.Empty;

    /// <summary>Lets a site take effect: new queues start, others get their new rules, and those without projects run dry.</summary>
    public async Task ApplyAsync(Site site, CancellationToken cancellationToken)
    {
        dispatcher.Apply(site);
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
        await SpreadFreezesAsync(site, cancellationToken);
        Site = site;
        _started.TrySetResult();
        Interlocked.Exchange(ref _next, Signals.New()).TrySetResult();
    }

    /// <summary>The newest site that took effect in all queues; null before the first.</summary>
    public Site? Site { get; private set; }

    /// <summary>The signal that another site took effect in all queues.</summary>
    public TaskCompletionSource NextSite => Volatile.Read(ref _next);

    /// <summary>Completes when the queues of the first site run.</summary>
    public Task WhenStarted => _started.Task;

    /// <summary>All loops that run, by name.</summary>
    public IReadOnlyList<QueueLoop> All => [.. _queues.OrderBy(queue => queue.Key).Select(queue => queue.Value.Loop)];

    public QueueLoop? Find(ProjectName project) => _byProject.GetValueOrDefault(project);

    /// <summary>The queues that want news of a change: its own, and those where another change needs it.</summary>
    public IEnumerable<QueueLoop> QueuesThatKnow(Change change)
    {
        var own = Find(change.Project);
        return All.Where(loop => loop == own || loop.State.Changes.ContainsKey(change.Id));
    }

    /// <summary>The queues that rest on a branch: those of its project, and those that tested something on it.</summary>
    public IEnumerable<QueueLoop> QueuesThatKnow(ProjectBranch branch) =>
        All.Where(loop => loop == Find(branch.Project) || loop.State.Tips.ContainsKey(branch));

    /// <summary>
    /// The queue that is merging a change, or one that it has to do with, at this moment other than the one of its project: it began before the project went to another queue.
    /// </summary>
    public QueueLoop? FindMerging(IReadOnlyList<Change> changes)
    {
        return changes.Select(Elsewhere).FirstOrDefault(loop => loop is not null);

        QueueLoop? Elsewhere(Change change)
        {
            var own = Find(change.Project);
            return All.FirstOrDefault(loop => loop != own && loop.State.Queues.SelectMany(queue => queue.Items).Any(item => item.IsSubmitting && item.Has(change.Id)));
        }
    }

    /// <summary>Whether a freeze of a scope concerns a queue.</summary>
    public static bool IsIn(QueueRules rules, string scope) =>
        scope == Freeze.Everything || scope == rules.Name.Value || rules.Groups.ContainsKey(scope) || rules.Has(new ProjectName(scope));

    public Task WhenStopped() => Task.WhenAll(_queues.Values.Select(queue => queue.Run));

    private async Task<QueueLoop> StartAsync(QueueRules rules, CancellationToken cancellationToken)
    {
        if (_queues.TryGetValue(rules.Name, out var running))
        {
            return running.Loop;
        }

        var loop = new QueueLoop(store, board, dispatcher, options, clock, loggers.CreateLogger<QueueLoop>());
        await loop.RecoverAsync(rules, cancellationToken);
        _queues[rules.Name] = (loop, loop.RunAsync(cancellationToken));
        return loop;
    }

    private async Task ChangeRulesAsync(QueueLoop loop, QueueRules rules, CancellationToken cancellationToken)
    {
        // Records compare their lists by reference; the stored form compares what is in them.
        if (ModelJson.Write(loop.State.Rules) != ModelJson.Write(rules))
        {
            var now = clock.GetUtcNow();
            await loop.PostAsync($"rules:{now.UtcTicks}", new RulesChanged(now, rules), cancellationToken);

            // A project goes to another queue only when the one before begins no merge of it any more.
            await loop.WaitForQuietAsync(cancellationToken);
        }
    }

    // A freeze by an operator is for all queues of its scope, also for one that begins after it, and goes with a project that moves to another queue.
    private async Task SpreadFreezesAsync(Site site, CancellationToken cancellationToken)
    {
        var freezes = All.SelectMany(loop => loop.State.Freezes).Where(freeze => !freeze.IsOfSite).GroupBy(freeze => freeze.Scope).Select(same => same.MaxBy(freeze => freeze.Since)!).ToArray();
        foreach (var rules in site.Queues)
        {
            var loop = _queues[rules.Name].Loop;
            foreach (var freeze in freezes.Where(freeze => IsIn(rules, freeze.Scope) && loop.State.Freezes.All(known => known.IsOfSite || known.Scope != freeze.Scope)))
            {
                var command = new FreezeMerges(freeze.Scope, freeze.Reason, freeze.Until) { Branches = freeze.Branches, Exceptions = freeze.Exceptions };
                await loop.PostAsync($"freeze:{freeze.Scope}:{freeze.Since.UtcTicks}", new Commanded(clock.GetUtcNow(), command, freeze.Who), cancellationToken);
            }
        }
    }
}
