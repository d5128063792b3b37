using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>The review system of a town: every change, as it is now.</summary>
internal sealed class ReviewSystem
{
    private readonly Dictionary<ChangeId, Proposal> _proposals = [];
    private readonly Dictionary<ChangeId, SortedSet<ChangeId>> _neededBy = [];
    private readonly Dictionary<ChangeId, SortedSet<ChangeId>> _conflicts = [];
    private readonly Dictionary<string, SortedSet<ChangeId>> _topics = [];
    private long _approvals;

    /// <summary>A change; it must be known.</summary>
    public Proposal this[ChangeId change] => _proposals[change];

    /// <summary>Adds a change, or replaces what was known of it.</summary>
    public void Put(Proposal proposal)
    {
        if (_proposals.TryGetValue(proposal.Id, out var former))
        {
            Index(former, isKnown: false);
        }

        _proposals[proposal.Id] = proposal;
        Index(proposal, isKnown: true);
    }

    /// <summary>Gives a change every vote it needs; each time is an approval of its own.</summary>
    public void Approve(ChangeId change) => Edit(change, facts => facts with { IsApproved = true, Approval = $"{++_approvals}" });

    public void Disapprove(ChangeId change) => Edit(change, facts => facts with { IsApproved = false, Approval = "" });

    public void SetStatus(ChangeId change, ChangeStatus status) => Edit(change, facts => facts with { Status = status });

    /// <summary>The git parents of a patchset that is made on top of the newest patchset of another change, nearest first.</summary>
    public ImmutableArray<ParentPatchset> ParentsOn(ChangeId parent)
    {
        var facts = this[parent].Facts;
        return [new ParentPatchset(parent, facts.Patchset, facts.Commit), .. facts.GitParents];
    }

    /// <summary>The changes that cannot be merged with a change on one branch; empty for nearly all.</summary>
    public IEnumerable<ChangeId> ConflictsOf(ChangeId change) =>
        _conflicts.TryGetValue(change, out var others) ? this[change].ConflictsWith.Concat(others) : this[change].ConflictsWith;

    /// <summary>What is true now of the changes that have to do with a change: by needs in both directions and by topic, through changes that are open.</summary>
    public ImmutableArray<Change> RelatedTo(ChangeId change)
    {
        var found = new SortedSet<ChangeId> { change };
        var open = new Queue<ChangeId>([change]);
        while (open.TryDequeue(out var id))
        {
            foreach (var next in NeighboursOf(this[id].Facts))
            {
                if (_proposals.TryGetValue(next, out var neighbour) && found.Add(next) && neighbour.Facts.Status == ChangeStatus.Open)
                {
                    open.Enqueue(next);
                }
            }
        }

        found.Remove(change);
        return found.Count == 0 ? [] : [.. found.Select(id => this[id].Facts)];
    }

    private IEnumerable<ChangeId> NeighboursOf(Change facts)
    {
        IEnumerable<ChangeId> neededBy = _neededBy.TryGetValue(facts.Id, out var needing) ? needing : [];
        IEnumerable<ChangeId> sameTopic = facts.Topic is { } topic ? _topics[topic] : [];
        return facts.Needs.Concat(neededBy).Concat(sameTopic);
    }

    private void Edit(ChangeId change, Func<Change, Change> edit)
    {
        var proposal = this[change];
        Put(proposal with { Facts = edit(proposal.Facts) });
    }

    private void Index(Proposal proposal, bool isKnown)
    {
        foreach (var need in proposal.Facts.Needs)
        {
            Set(_neededBy, need, proposal.Id, isKnown);
        }

        foreach (var other in proposal.ConflictsWith)
        {
            Set(_conflicts, other, proposal.Id, isKnown);
        }

        if (proposal.Facts.Topic is { } topic)
        {
            Set(_topics, topic, proposal.Id, isKnown);
        }
    }

    private static void Set<TKey>(Dictionary<TKey, SortedSet<ChangeId>> index, TKey key, ChangeId change, bool isMember)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out var members))
        {
            index[key] = members = [];
        }

        if (isMember)
        {
            members.Add(change);
        }
        else
        {
            members.Remove(change);
        }
    }
}
