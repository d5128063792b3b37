using PluginCi.Gating;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Nothing is lost: follows every approval until something is said about it.</summary>
internal sealed class ApprovalWatch
{
    private readonly Dictionary<ChangeId, bool> _isAnswered = [];
    private readonly List<ChangeId> _order = [];

    /// <summary>The changes in the order of their first approvals.</summary>
    public IEnumerable<ChangeId> Order => _order.Distinct();

    /// <summary>A step is about to be played.</summary>
    public void Begin(ScenarioStep step, Play play)
    {
        if (step is ChangeStep { Verb: ChangeVerb.Approve } approve)
        {
            foreach (var change in approve.Changes.Select(play.Names.IdOf))
            {
                _isAnswered[change] = false;
                _order.Add(change);
            }
        }
    }

    public void Hear(GateDecision decision)
    {
        foreach (var reason in decision.Why)
        {
            if (reason is { Change: { } change, Kind: ReasonKind.Merged or ReasonKind.Rejected or ReasonKind.Left or ReasonKind.NotEnqueued })
            {
                _isAnswered[change] = true;
            }
        }
    }

    public void Hear(SendReport report)
    {
        if (report is { Change: { } change, Kind: not ReportKind.Start })
        {
            _isAnswered[change.Id] = true;
        }
    }

    /// <summary>At the end, with all queues empty: every change that was approved is merged, or was told why not.</summary>
    public void CheckEnd(Town town)
    {
        foreach (var change in _isAnswered.Where(one => !one.Value).Select(one => one.Key))
        {
            var facts = town.Reviews[change].Facts;
            var takesPart = town.QueueOf(facts.Project) is { } queue && queue.State.Rules.TakesPart(facts.Project, SiteSketch.Gate);
            if (takesPart && facts is { Status: ChangeStatus.Open, IsApproved: true })
            {
                throw new HistoryFault($"nothing is lost: {change} was approved, is neither merged nor queued, and nothing was said about it");
            }
        }
    }
}
