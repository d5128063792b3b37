using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>What keeps changes out of a queue until a person changes something.</summary>
internal static class Restrictions
{
    public static Admission? FindCircle(Turn turn, ImmutableArray<Change> members)
    {
        if (members.Length == 1)
        {
            return null;
        }

        var names = string.Join(", ", members.Select(member => member.Id));
        if (members.FirstOrDefault(member => !turn.Rules.Has(member.Project)) is { } stranger)
        {
            return new Admission.Refused($"its dependencies go round in a circle: {names} need each other, but {stranger.Project} does not share queue {turn.Rules.Name}");
        }

        var isByTopic = turn.Rules.UsesTopics && members.All(member => member.Topic is not null && member.Topic == members[0].Topic);
        return turn.Rules.AllowsCycles || isByTopic
            ? null
            : new Admission.Refused($"its dependencies go round in a circle: {names} need each other, and queue {turn.Rules.Name} of {members[^1].Project} does not allow cycles");
    }

    public static Admission? FindMany(Turn turn, QueueDraft queue, ImmutableArray<Change> members, ImmutableArray<Change> before)
    {
        if (queue.Plan.MostChanges == 0)
        {
            return null;
        }

        var own = members.Concat(before).Count(change => queue.FindLive(change.Id) is null);
        var there = queue.All().Sum(item => item.Changes.Length + item.NonLive.Length);
        if (own + there <= queue.Plan.MostChanges)
        {
            return null;
        }

        // One that was told that it enters by itself, as when a freeze ends, waits for its place, where it can have one.
        return own <= queue.Plan.MostChanges && members.Any(member => turn.State.Waiting.ContainsKey(member.Id))
            ? new Admission.Waits($"{queue.Plan.Name} takes {queue.Plan.MostChanges} changes, and {there} are there")
            : new Admission.Refused($"{own} {(own == 1 ? "change" : "changes")} with the {there} there would exceed the {queue.Plan.MostChanges} that {queue.Plan.Name} takes");
    }

    /// <summary>Finds a change that a member needs and that cannot come first.</summary>
    public static Admission? FindNeed(Turn turn, QueueDraft queue, Change member, ImmutableArray<Change> members)
    {
        if (queue.Plan.IgnoresDependencies)
        {
            return null;
        }

        foreach (var need in member.Needs.Where(need => !turn.IsMerged(need) && members.All(other => other.Id != need)))
        {
            if (FindAbout(turn, queue, member, need) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static Admission? FindAbout(Turn turn, QueueDraft queue, Change member, ChangeId need)
    {
        if (turn.Find(need) is not { } needed)
        {
            return new Admission.Refused($"{member.Id} needs {need}, which no connection knows");
        }

        if (needed.Status == ChangeStatus.Abandoned)
        {
            return new Admission.Refused($"{member.Id} needs {need}, which is abandoned");
        }

        if (!queue.IsOrdered)
        {
            return Approvals.FindObstacle(queue.Plan, needed) is { } lack
                ? new Admission.Waits($"it needs {need}, and {need} {lack.Outside}")
                : null;
        }

        return FindAboutOrdered(turn, queue, member, needed);
    }

    private static Admission.Refused? FindAboutOrdered(Turn turn, QueueDraft queue, Change member, Change needed)
    {
        if (!turn.Rules.Has(needed.Project))
        {
            return new Admission.Refused($"{member.Id} needs {needed.Id} of {needed.Project}, which does not share queue {turn.Rules.Name}; merge {needed.Id} first");
        }

        if (!turn.Rules.TakesPart(needed.Project, queue.Plan.Name))
        {
            return new Admission.Refused($"{member.Id} needs {needed.Id} of {needed.Project}, which takes no part in {queue.Plan.Name}; merge {needed.Id} first");
        }

        return member.GitParents.FirstOrDefault(parent => parent.Change == needed.Id) is { } parent && parent.Patchset != needed.Patchset
            ? new Admission.Refused($"{member.Id} needs {needed.Id} and is built on its patchset {parent.Patchset}, but the newest is {needed.Patchset}; rebase it")
            : null;
    }
}
