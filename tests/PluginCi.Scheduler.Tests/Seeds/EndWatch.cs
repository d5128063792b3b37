using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Scheduler.Seeds;

/// <summary>Looks at everything when the weather is fair and nothing more happens.</summary>
internal sealed class EndWatch(Outside outside, Life life)
{
    // Nobody can see a push past the gate between the last look at a branch and the merge of another; it is told, and stays told.
    private const string PushedPast = "the two were not tested together";

    /// <summary>What still goes on, in words; empty when nothing does.</summary>
    public IEnumerable<string> Unfinished()
    {
        var items = life.Board.States.Values
            .SelectMany(state => state.Queues.Where(queue => !queue.Items.IsEmpty && queue.Items.All(item => item.Wait != Wait.Frozen)), (state, queue) => (state, queue))
            .SelectMany(one => one.queue.Items.Select(item => $"{item.Title} is in {one.queue.Pipeline} of {one.state.Rules.Name} ({item.Wait} {item.WaitsFor}{(item.IsSubmitting ? ", is being merged" : "")})"));
        var pending = life.Board.States.Keys.SelectMany(queue => life.Stores.Gate.ReadPendingEffects(queue).Select(effect => $"{effect.Key} of {queue} is not done"));
        return [.. items, .. pending, .. life.Executor.Running.Select(build => $"{build} runs"), .. outside.Reviews.Untold.Select(told => $"{told} is not told")];
    }

    /// <summary>No build runs for nobody, at any time that nothing is on its way.</summary>
    public void CheckBuilds()
    {
        if (!life.Loop.HasReady && life.Executor.Running.Count > 0)
        {
            var wanted = life.Board.States.Values
                .SelectMany(state => state.Queues)
                .SelectMany(queue => queue.Items)
                .SelectMany(item => new[] { item.Buildset, item.Former }.OfType<Buildset>().Concat(item.Alternatives))
                .SelectMany(state => state.Builds)
                .Where(build => build.Result is null)
                .Select(build => build.Id);
            var idle = life.Executor.Running.Except(wanted).ToArray();
            SeedFault.Demand(idle.Length == 0, $"no build runs for nobody, but {string.Join(", ", idle)} do");
        }
    }

    /// <summary>Every invariant of a day that is over.</summary>
    public void Check()
    {
        var warnings = life.Board.Warnings.Values.Where(warning => !warning.Contains(PushedPast, StringComparison.Ordinal)).ToArray();
        SeedFault.Demand(warnings.Length == 0, $"all is well, but there are warnings: {string.Join(' ', warnings)}");
        outside.Evidence.Check([.. life.Stores.Gate.ReadQueueNames().SelectMany(life.Journal.ReadMerges)]);
        CheckMergedOnce();
        foreach (var change in outside.Reviews.Changes.Values)
        {
            CheckReports(change);
            CheckApproval(change);
        }

        foreach (var state in life.Board.States.Values)
        {
            CheckJournal(state);
        }
    }

    private void CheckMergedOnce()
    {
        var merged = SiteSketches.Projects.SelectMany(project => outside.Git.MergedInto(new ProjectBranch(project, "main"))).ToArray();
        SeedFault.Demand(merged.Distinct().Count() == merged.Length, $"nothing is merged twice, but merged are {string.Join(", ", merged)}");
        var said = outside.Reviews.Changes.Values.Where(change => change.Status == ChangeStatus.Merged).Select(change => change.Id);
        SeedFault.Demand(merged.Order().SequenceEqual(said), $"merged are {string.Join(", ", merged)}, but the review system says {string.Join(", ", said)}");
    }

    private void CheckReports(Change change)
    {
        var ends = outside.Audience.Heard.Where(report => report.Change == change.Id && report.Pipeline == SiteSketches.Gate && report.Kind != ReportKind.Start).ToArray();
        var successes = ends.Count(report => report.Kind == ReportKind.Success);
        SeedFault.Demand(
            successes == (change.Status == ChangeStatus.Merged ? 1 : 0),
            $"nothing is told twice, and all of it once: {change.Id} is {change.Status}, and {successes} times it was told that it is merged");
    }

    private void CheckApproval(Change change)
    {
        var queue = life.Board.States.Values.SingleOrDefault(state => state.Rules.Has(change.Project));
        if (change is not { Status: ChangeStatus.Open, IsApproved: true } || queue is null)
        {
            return;
        }

        // The journal counts in milliseconds.
        var since = DateTimeOffset.FromUnixTimeMilliseconds(outside.Reviews.ApprovedAt[change.Id].ToUnixTimeMilliseconds());
        var isAnswered = life.Stores.Read.ReadHistory(change.Id).Any(row =>
            row.At >= since && (row.Kind == nameof(ReasonKind.Rejected)
                || (row.Kind is nameof(ReasonKind.Left) or nameof(ReasonKind.NotEnqueued) && row.Text.Contains(SiteSketches.Gate, StringComparison.Ordinal))));
        SeedFault.Demand(
            isAnswered || queue.QueueOf(SiteSketches.Gate).FindLive(change.Id) is not null || queue.Waiting.ContainsKey(change.Id),
            $"nothing is lost: {change.Id} is open and approved, but neither in a queue, nor does it wait, nor was it said why it was not merged");
    }

    private void CheckJournal(GateState state)
    {
        var name = state.Rules.Name;
        var replayed = life.Journal.Play(name, life.Journal.Find(name)!, long.MaxValue);
        SeedFault.Demand(ModelJson.Write(replayed) == ModelJson.Write(state), $"the journal of queue {name} gives another state than the one in force");
    }
}
