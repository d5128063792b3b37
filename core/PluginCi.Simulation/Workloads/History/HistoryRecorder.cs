using System.Globalization;
using System.Text;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Makes a workload of what happened in a queue: when changes came, how long their builds took, and whether they passed.</summary>
/// <param name="queue">The queue's name.</param>
public sealed class HistoryRecorder(string queue)
{
    private readonly Dictionary<ItemId, Seen> _seen = [];
    private readonly List<(DateTimeOffset At, double Minutes, bool Passes, string Author)> _decided = [];
    private PipelinePlan? _pipeline;
    private bool _allowsOvertaking;
    private int _mostBuilds;

    /// <summary>How many changes were merged or rejected by their builds so far.</summary>
    public int Decided => _decided.Count;

    /// <summary>How many left without a verdict of their builds: abandoned, updated, in conflict, or taken out by hand.</summary>
    public int WithoutVerdict { get; private set; }

    /// <summary>Takes what happened; all must come in order.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="state">The state after it.</param>
    public void Take(GateEvent happened, GateState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (happened is BuildEnded ended)
        {
            // The build that decides an item is gone with it.
            foreach (var (item, seen) in _seen.Where(one => one.Value.Tested?.Builds.Any(build => build.Id == ended.Build) == true).ToArray())
            {
                _seen[item] = seen with { Tested = seen.Tested!.With([.. seen.Tested.Builds.Select(build => build.Id == ended.Build ? build with { Result = ended.Result, Duration = ended.Duration } : build)]) };
            }
        }

        _allowsOvertaking = state.Rules.AllowsOvertaking;
        var present = new HashSet<ItemId>();
        var builds = 0;
        foreach (var pipeline in state.Rules.Pipelines.Where(pipeline => pipeline.Submits))
        {
            _pipeline = pipeline;
            var queued = state.QueueOf(pipeline.Name);
            foreach (var item in queued.Items.Where(item => item.Ref is null))
            {
                present.Add(item.Id);
                builds += item.Alternatives.Concat(item.Buildset is { } main ? [main] : []).Sum(set => set.Builds.Count(build => build.Result is null));
                var tested = queued.Batch.Contains(item.Id) ? queued.Find(queued.Batch[^1])?.Buildset : item.Buildset;
                _seen[item.Id] = new Seen(item, tested is { Phase: BuildsetPhase.Prepared } ? tested : _seen.GetValueOrDefault(item.Id)?.Tested);
            }
        }

        _mostBuilds = Math.Max(_mostBuilds, builds);
        foreach (var gone in _seen.Keys.Where(item => !present.Contains(item)).ToArray())
        {
            Decide(_seen[gone], state);
            _seen.Remove(gone);
        }
    }

    /// <summary>Writes the workload, and its trace beside it.</summary>
    /// <param name="file">The workload file; the trace gets its name with <c>.trace</c> at the end.</param>
    /// <exception cref="InvalidOperationException">Nothing was decided yet.</exception>
    public void Write(string file)
    {
        if (_decided.Count == 0 || _pipeline is not { } pipeline)
        {
            throw new InvalidOperationException($"No change of queue {queue} was merged or rejected yet; there is nothing to play.");
        }

        var changes = _decided.OrderBy(change => change.At).ToArray();
        var first = changes[0].At;
        var trace = Path.GetFileName(file) + ".trace";
        File.WriteAllLines(
            Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, trace),
            changes.Select(change => new TracedChange((change.At - first).TotalMinutes, change.Minutes, change.Passes, change.Author).ToString()));
        var text = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"# {changes.Length} changes of queue {queue} from {first.UtcDateTime:yyyy-MM-dd HH:mm}Z to {changes[^1].At.UtcDateTime:yyyy-MM-dd HH:mm}Z; {WithoutVerdict} more left without a verdict.")
            .AppendLine(CultureInfo.InvariantCulture, $"workload: history-{queue}")
            .AppendLine(CultureInfo.InvariantCulture, $"hours: {Math.Max(0.01, (changes[^1].At - first).TotalHours):0.##}")
            .AppendLine(CultureInfo.InvariantCulture, $"arrivals: {{ trace: {trace} }}")
            .AppendLine(CultureInfo.InvariantCulture, $"workers: {Math.Max(1, _mostBuilds)}")
            .AppendLine(CultureInfo.InvariantCulture, $"linear: {(_allowsOvertaking ? "false" : "true")}")
            .AppendLine(CultureInfo.InvariantCulture, $"strategy: {pipeline.Strategy.ToString().ToLowerInvariant()}")
            .AppendLine(CultureInfo.InvariantCulture, $"strategy-options: {{ window: {pipeline.Window.Start}, floor: {pipeline.Window.Floor}, batch: {pipeline.MostInBatch} }}");
        File.WriteAllText(file, text.ToString());
    }

    private void Decide(Seen seen, GateState after)
    {
        var isMerged = seen.Item.Changes.All(change => after.Changes.GetValueOrDefault(change.Id)?.Status == ChangeStatus.Merged);
        if (seen.Tested is not { } tested || (!isMerged && !tested.Standing.IsFailing))
        {
            WithoutVerdict++;
            return;
        }

        _decided.Add((seen.Item.EnqueuedAt, LongestMinutes(tested), isMerged, seen.Item.Changes[0].Owner));
    }

    // What a change takes where nothing else makes it wait.
    private static double LongestMinutes(Buildset buildset) =>
        JobGraph.LongestWay(buildset.Jobs, job => JobGraph.LatestBuild(buildset, job.Name)?.Duration ?? TimeSpan.Zero).TotalMinutes;

    private sealed record Seen(QueueItem Item, Buildset? Tested);
}
