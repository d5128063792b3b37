using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;
using PluginCi.Scheduler;
using PluginCi.Storage;

namespace PluginCi.Server;

/// <summary>Answers why a change is where it is.</summary>
internal sealed class Explainer(Board board, Reader reader, WhyStore store, TimeProvider clock)
{
    private static readonly ReasonKind[] Placing =
    [
        ReasonKind.Enqueued, ReasonKind.NotEnqueued, ReasonKind.Merged, ReasonKind.Rejected, ReasonKind.Passed, ReasonKind.Left, ReasonKind.CommandRefused,
    ];

    public ExplanationView? Explain(ChangeId id)
    {
        if (reader.Change(id) is not { } change)
        {
            return null;
        }

        var reasons = store.ReadReasons(id);
        var wishes = store.ReadWishes(id);
        return new ExplanationView
        {
            Change = change.Change,
            Decision = reasons.Where(row => Is(row, Placing)).Select(RowViews.View).LastOrDefault(),
            Waiting = change.Waiting,
            Standings = [.. change.Places.Select(place => Stand(place, reasons)).OfType<StandingView>()],
            Resets = [.. reasons.Where(row => Is(row, ReasonKind.Reset)).Select(RowViews.View)],
            Builds = [.. change.Builds.Select(build => View(build, wishes.GetValueOrDefault(new BuildId(build.Id))))],
            Reports = change.Reports,
            Decisions = [.. reasons.Select(RowViews.View)],
        };
    }

    // The queue may have gone on since the place was read; then the item is no longer there.
    private StandingView? Stand(PlaceView place, IReadOnlyList<ReasonRow> reasons)
    {
        var state = board.States.Values.FirstOrDefault(state => state.Rules.Name.Value == place.Queue);
        var queue = state?.Queues.FirstOrDefault(queue => queue.Pipeline == place.Pipeline);
        if (state is null || queue?.Find(new ItemId(place.Item.Id)) is not { } item)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var forecast = Forecast.Of(state, place.Pipeline, item.Id, now);
        var foretold = forecast is { AwaitsThaw: false } ? forecast : null;
        return new StandingView
        {
            Queue = place.Queue,
            Pipeline = place.Pipeline,
            Submits = state.Rules.Pipeline(place.Pipeline).Submits,
            Item = place.Item,
            Length = queue.Items.Length,
            Enqueued = reasons.Where(row => Is(row, ReasonKind.Enqueued) && row.At == item.EnqueuedAt).Select(RowViews.View).FirstOrDefault(),
            WaitsFor = item.WaitsFor,
            Freezes = [.. state.Freezes.Where(freeze => freeze.Stops(state.Rules, item.Changes)).Select(freeze => RowViews.View(freeze, [place.Queue]))],
            Soonest = now + foretold?.Soonest,
            Latest = now + foretold?.Latest,
            AwaitsThaw = forecast is { AwaitsThaw: true },
        };
    }

    private static TestedBuildView View(BuildView build, StartBuild? wish) => new(
        build,
        (wish?.Commits ?? ImmutableSortedDictionary<ProjectBranch, string>.Empty).ToDictionary(entry => entry.Key.Value, entry => entry.Value, StringComparer.Ordinal),
        wish?.Job.Inputs);

    private static bool Is(ReasonRow row, params ReadOnlySpan<ReasonKind> kinds)
    {
        foreach (var kind in kinds)
        {
            if (row.Kind == kind.ToString())
            {
                return true;
            }
        }

        return false;
    }
}
