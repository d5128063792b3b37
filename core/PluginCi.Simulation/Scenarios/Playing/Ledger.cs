using System.Collections.Immutable;
using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Keeps what happened in a town, for the expectations.</summary>
internal sealed class Ledger(ChangeNames names, BuildNames buildNames, Func<StartBuild, ImmutableArray<ChangeId>> onTopOf)
{
    private readonly Dictionary<string, List<TownBuild>> _started = [];
    private readonly Dictionary<TownBuild, ImmutableArray<ChangeId>> _saw = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, List<ReportKind>> _reports = [];
    private readonly Dictionary<string, int> _votes = [];
    private readonly Dictionary<string, string> _reasons = [];
    private readonly List<string> _merged = [];

    /// <summary>The changes that the gate merged, in order.</summary>
    public IReadOnlyList<string> Merged => _merged;

    /// <summary>Builds that ended after they had started.</summary>
    public int EndedBuilds { get; private set; }

    /// <summary>Of these, the cancelled ones.</summary>
    public int AbortedBuilds { get; private set; }

    public TownHooks Hooks => new()
    {
        BuildStarted = RecordStart,
        BuildEnded = RecordEnd,
        Reported = RecordReport,
        Merged = changes => _merged.AddRange(changes.Select(change => ChangeNames.NameOf(change.Id))),
        Decided = RecordReasons,
    };

    /// <summary>The builds of a name that started, oldest first.</summary>
    public IReadOnlyList<TownBuild> Started(string build) => _started.TryGetValue(build, out var found) ? found : [];

    /// <summary>The newest build of a name, running or not; null when none has started.</summary>
    public TownBuild? Newest(string build) => Started(build) is [.., var newest] ? newest : null;

    /// <summary>What a build that started was made on, on top of the target branches.</summary>
    public IEnumerable<string> SeenBy(TownBuild build) => _saw[build].Select(ChangeNames.NameOf);

    public IReadOnlyList<ReportKind> ReportsOn(string change) => _reports.TryGetValue(change, out var found) ? found : [];

    /// <summary>The newest vote on a change; 0 for none.</summary>
    public int VoteOn(string change) => _votes.GetValueOrDefault(change);

    /// <summary>The newest reason recorded for a change; empty when there is none.</summary>
    public string ReasonOf(string change) => _reasons.GetValueOrDefault(change, "");

    // Branches move on, so it is asked now what is on top of them.
    private void RecordStart(TownBuild build)
    {
        _saw.Add(build, onTopOf(build.Wish));
        foreach (var name in buildNames.NamesOf(build))
        {
            if (!_started.TryGetValue(name, out var builds))
            {
                _started[name] = builds = [];
            }

            builds.Add(build);
        }
    }

    private void RecordEnd(TownBuild build, BuildResult result)
    {
        EndedBuilds++;
        AbortedBuilds += result == BuildResult.Cancelled ? 1 : 0;
    }

    private void RecordReport(SendReport report)
    {
        if (report.Change is not { } change)
        {
            return;
        }

        var name = ChangeNames.NameOf(change.Id);
        if (!_reports.TryGetValue(name, out var kinds))
        {
            _reports[name] = kinds = [];
        }

        kinds.Add(report.Kind);
        if (report.Vote != 0)
        {
            _votes[name] = report.Vote;
        }
    }

    private void RecordReasons(TownQueue queue, GateDecision decision)
    {
        foreach (var reason in decision.Why)
        {
            if (reason.Change is { } change)
            {
                _reasons[ChangeNames.NameOf(change)] = names.Plain(reason.Text);
            }
        }
    }
}
