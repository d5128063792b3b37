using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Makes and edits the changes of a scenario in the review system of its town.</summary>
internal sealed class ProposalDesk(Town town, ChangeNames names)
{
    // A file that no pattern of a sensible layout names.
    private const string FileOfNoPattern = "~";

    /// <summary>Makes all changes, each after the one that it is made on top of.</summary>
    public void Propose(Scenario scenario)
    {
        var edits = scenario.Changes.ToDictionary(change => change.Name, change => change.Edit);
        var made = new HashSet<string>();
        foreach (var (name, _) in scenario.Changes)
        {
            ProposeWithParents(name);
        }

        foreach (var (name, edit) in scenario.Changes)
        {
            MergeFromTheStart(names.IdOf(name), edit.IsMerged);
        }

        void ProposeWithParents(string name)
        {
            if (made.Add(name))
            {
                if (edits[name].Parent is { Length: > 0 } parent)
                {
                    ProposeWithParents(parent);
                }

                Propose(name, edits[name]);
            }
        }
    }

    /// <summary>Makes a new patchset. The parent stays the patchset that it was, unless another is named.</summary>
    public void Push(string change, ChangeEdit edit)
    {
        var before = town.Reviews[names.IdOf(change)];
        var parents = edit.Parent switch
        {
            null => before.Facts.GitParents,
            "" => [],
            var parent => town.Reviews.ParentsOn(names.IdOf(parent)),
        };
        town.Reviews.Put(Apply(before.Push(parents), edit));
    }

    /// <summary>Changes what is said of a change, without a new patchset.</summary>
    public void Edit(string change, ChangeEdit edit) => town.Reviews.Put(Apply(town.Reviews[names.IdOf(change)], edit));

    private void Propose(string name, ChangeEdit edit)
    {
        var id = names.IdOf(name);
        var first = new Proposal(new Change
        {
            Id = id,
            Project = edit.Project!.Value,
            Branch = Town.DefaultBranch,
            Patchset = 1,
            Commit = Proposal.CommitOf(id, 1),
            Subject = name,
            GitParents = edit.Parent is { Length: > 0 } parent ? town.Reviews.ParentsOn(names.IdOf(parent)) : [],
        })
        {
            Files = [FileOfNoPattern + name],
        };
        town.Reviews.Put(Apply(first, edit));
        town.Merger.Ensure(town.Reviews[id].Facts.Target);
    }

    private void MergeFromTheStart(ChangeId change, bool isMerged)
    {
        if (isMerged)
        {
            var facts = town.Reviews[change].Facts;
            town.Merger.Land(facts.Target, town.Merger.Merge(town.Merger.Ensure(facts.Target), facts));
            town.Reviews.SetStatus(change, ChangeStatus.Merged);
        }
    }

    private Proposal Apply(Proposal proposal, ChangeEdit edit) => proposal with
    {
        Files = edit.Files ?? proposal.Files,
        ConflictsWith = edit.ConflictsWith is { } others ? [.. others.Select(names.IdOf)] : proposal.ConflictsWith,
        Facts = proposal.Facts with
        {
            Project = edit.Project ?? proposal.Facts.Project,
            Branch = edit.Branch ?? proposal.Facts.Branch,
            DependsOn = edit.DependsOn is { } needs ? [.. needs.Select(names.IdOf)] : proposal.Facts.DependsOn,
            Topic = edit.Topic switch { null => proposal.Facts.Topic, "" => null, var topic => topic },
        },
    };
}
