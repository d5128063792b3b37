using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Server;

/// <summary>Turns gate states into what the API and the pages show.</summary>
/// <param name="startTimes">When workers took builds; a build that is not named waits for one.</param>
internal sealed class QueueProjection(IReadOnlyDictionary<BuildId, DateTimeOffset> startTimes)
{
    public QueueView View(GateState state) => new(
        state.Rules.Name.Value,
        [.. state.Rules.Projects.Select(project => project.Value)],
        [.. state.Queues.Select(queue => View(state, queue))],
        [.. state.Waiting.Select(entry => Waiting(state, entry.Key, entry.Value))]);

    private PipelineView View(GateState state, PipelineQueue queue)
    {
        var plan = state.Rules.Pipeline(queue.Pipeline);
        int? window = plan.Manager == PipelineManager.Dependent ? queue.Window : null;
        return new PipelineView(
            queue.Pipeline, plan.Manager, plan.Submits, window, [.. queue.Items.Select((item, place) => View(queue, item, place, window))]);
    }

    private ItemView View(PipelineQueue queue, QueueItem item, int place, int? window)
    {
        var standing = new ItemStanding(queue, item, place, window);
        return new ItemView
        {
            Id = item.Id.Value,
            Change = item.Change.Id.Value,
            Project = item.Change.Project.Value,
            Branch = item.Change.Branch,
            Subject = item.Change.Subject,
            Owner = item.Change.Owner,
            Patchset = item.Change.Patchset,
            IsLive = item.IsLive,
            Place = place + 1,
            IsActive = standing.IsActive,
            State = standing.State,
            IsCutOff = standing.IsCutOff,
            AheadItem = item.Ahead?.Value,
            TestedOn = item.Buildset?.Ahead.Select(change => change.Value).ToArray(),
            Phase = item.Buildset?.Phase,
            Reason = standing.Reason,
            Resets = item.Resets,
            EnqueuedAt = item.EnqueuedAt,
            Jobs = item.Buildset is { } buildset ? [.. buildset.Jobs.Select(job => View(buildset, job))] : [],
            Url = Links.To(item.Change.Id),
        };
    }

    private JobView View(Buildset buildset, FrozenJob job)
    {
        var build = JobGraph.LatestBuild(buildset, job.Name);
        return new JobView
        {
            Job = job.Name,
            Group = job.Group,
            Standing = JobGraph.StandingOf(buildset, job),
            IsVoting = job.Plan.IsVoting,
            Build = build?.Id.Value,
            Attempt = build?.Attempt ?? 0,
            StartedAt = build is not null && startTimes.TryGetValue(build.Id, out var at) ? at : null,
            Result = build?.Result,
            Message = build?.Message ?? "",
            Seconds = build?.Duration.TotalSeconds ?? 0,
            Url = build is null ? null : Links.To(build.Id),
        };
    }

    private static WaitingView Waiting(GateState state, ChangeId id, string reason)
    {
        var change = state.Changes.GetValueOrDefault(id);
        return new WaitingView(id.Value, change?.Project.Value ?? "", change?.Subject ?? "", reason, Links.To(id));
    }
}
