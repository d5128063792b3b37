using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Server;

/// <summary>Turns gate states into what the API and the pages show.</summary>
/// <param name="startTimes">When workers took builds; a build that is not named waits for one.</param>
internal sealed class QueueProjection(IReadOnlyDictionary<BuildId, DateTimeOffset> startTimes)
{
    private static readonly ItemChangeView NoChange = new("", "", "", 0, "", "", "");

    public QueueView View(GateState state) => new(
        state.Rules.Name.Value,
        [.. state.Rules.Projects.Keys.Select(project => project.Value)],
        [.. state.Queues.Select(queue => View(state, queue))],
        [.. state.Waiting.Select(entry => Waiting(state, entry.Key, entry.Value))],
        [.. state.Freezes.Select(freeze => RowViews.View(freeze, [state.Rules.Name.Value]))]);

    private PipelineView View(GateState state, PipelineQueue queue)
    {
        var plan = state.Rules.Pipeline(queue.Pipeline);
        int? window = plan.Manager == PipelineManager.Dependent && queue.Window > 0 ? queue.Window : null;
        return new PipelineView(
            queue.Pipeline, plan.Manager, plan.Submits, window, [.. queue.Items.Select((item, place) => View(queue, item, place, window))]);
    }

    private ItemView View(PipelineQueue queue, QueueItem item, int place, int? window)
    {
        var standing = new ItemStanding(queue, item, place, window);
        ItemChangeView[] changes = [.. item.Changes.Select(View)];
        var first = changes.FirstOrDefault() ?? NoChange;
        var target = item.Targets.First();
        return new ItemView
        {
            Id = item.Id.Value,
            Title = item.Title,
            Change = changes.Length == 0 ? null : first.Id,
            Project = target.Project.Value,
            Branch = target.Branch,
            Subject = first.Subject,
            Owner = first.Owner,
            Patchset = first.Patchset,
            Changes = changes,
            Ref = item.Ref is { } tested ? new RefView(tested.Project.Value, tested.Name, tested.New, tested.Cause) : null,
            NonLive = [.. item.NonLive.Select(change => change.Id.Value)],
            Priority = item.Priority,
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
            Url = changes.Length == 0 ? null : first.Url,
        };
    }

    private static ItemChangeView View(Change change) =>
        new(change.Id.Value, change.Project.Value, change.Branch, change.Patchset, change.Subject, change.Owner, Links.To(change.Id));

    private JobView View(Buildset buildset, FrozenJob job)
    {
        var build = JobGraph.LatestBuild(buildset, job.Name);
        return new JobView
        {
            Job = job.Name,
            Group = job.Group,
            Standing = JobGraph.StandingOf(buildset, job),
            IsVoting = job.Plan.IsVoting,
            Quarantine = job.Plan.Quarantine,
            IsReused = build?.IsReused ?? false,
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
