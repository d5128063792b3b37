using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>Walks an ordered queue as <see cref="LinearWalk"/> does, but builds the states most likely to be needed instead of one for each item in a window.</summary>
/// <remarks>What may merge is decided by the state on the nearest item that is not failing, as ever. States built ahead of time only take its place when they are that very state.</remarks>
internal static class SpeculativeWalk
{
    public static void Walk(Turn turn, QueueDraft queue)
    {
        int before;
        do
        {
            before = queue.Count;
            queue.Active = queue.Count;
            LinearWalk.Walk(turn, queue);
            DropRefuted(turn, queue);
            Build(turn, queue);
        }
        while (queue.Count != before);
    }

    /// <summary>The state built ahead of time that an item needs now, or null.</summary>
    public static Buildset? Find(Turn turn, QueueItem item, QueueItem? nearest) => item.Alternatives
        .FirstOrDefault(state => state.AheadBuildset == nearest?.Buildset?.Id && (nearest is not null || IsOnTips(turn, state)));

    /// <summary>Starts the states worth it, the best first, and stops what was only worth it before.</summary>
    private static void Build(Turn turn, QueueDraft queue)
    {
        var chosen = Speculation.Choose(turn, queue);
        var wanted = new HashSet<BuildsetId>();
        foreach (var state in chosen)
        {
            if (queue[state.Place].IsSubmitting || queue[state.Place].Ref is not null)
            {
                continue;
            }

            if (state.Find(queue) is { } buildset)
            {
                wanted.Add(buildset.Id);
                BuildBudget.Advance(turn, queue, state.Place, buildset);
            }
            else if (state.On is null || state.On.Find(queue) is { Phase: BuildsetPhase.Prepared, IsStale: false })
            {
                wanted.Add(Ask(turn, queue, state));
            }
        }

        BuildBudget.Stop(turn, queue, wanted);
        BuildBudget.TellWaiting(turn, queue, [.. chosen.Select(state => state.Place)]);
    }

    private static BuildsetId Ask(Turn turn, QueueDraft queue, Speculation state)
    {
        var item = queue[state.Place];
        var on = state.On?.Find(queue);
        var ahead = ImmutableArray.CreateBuilder<ChangeId>();
        for (var landed = state.On; landed is not null; landed = landed.On)
        {
            ahead.InsertRange(0, queue[landed.Place].Changes.Select(change => change.Id));
        }

        var isMain = item.Buildset is null && item.Ahead == (state.On is null ? null : queue[state.On.Place].Id) && on?.Id == queue.Find(item.Ahead)?.Buildset?.Id;
        var asked = Preparations.Ask(turn, queue, item with { Buildset = null }, on, item.Changes, ahead.ToImmutable());
        if (!isMain)
        {
            queue.Replace(asked with { Buildset = item.Buildset, Alternatives = item.Alternatives.Add(asked.Buildset!), Wait = item.Wait, WaitsFor = item.WaitsFor });
        }

        return asked.Buildset!.Id;
    }

    // What no branch tip and no state ahead can lead to any more will never be needed.
    private static void DropRefuted(Turn turn, QueueDraft queue)
    {
        var possible = new HashSet<BuildsetId>();
        for (var place = 0; place < queue.Count; place++)
        {
            var item = queue[place];
            foreach (var state in item.Alternatives.Where(state => state.AheadBuildset is { } ahead ? !possible.Contains(ahead) : !IsOnTips(turn, state)))
            {
                Builds.Cancel(turn, state.Builds.Where(build => build.Result is null), $"{item.Title} will not be merged on {Preparations.DescribeBase(state)}");
                item = queue.Replace(item with { Alternatives = item.Alternatives.Remove(state) });
            }

            possible.UnionWith(Speculation.States(item).Where(state => !state.Standing.IsFailing).Select(state => state.Id));
        }
    }

    private static bool IsOnTips(Turn turn, Buildset state) =>
        state.Base.All(entry => !turn.Rules.Has(entry.Key.Project) || turn.State.Tips.GetValueOrDefault(entry.Key) == entry.Value);
}
