using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler.Seeds;

/// <summary>Those who propose, review and push, each time one thing.</summary>
internal sealed class People(Outside outside)
{
    private const int MostChanges = 7;

    private static readonly string[] Paths = ["a", "b", "c", "d", "e", "f", "left", "right", "fail-unit", "fail-acceptance"];

    private int _written;

    private ModelReviews Reviews => outside.Reviews;

    /// <summary>Does one thing; nothing when what was drawn cannot be done.</summary>
    public void Act(DateTimeOffset now)
    {
        switch (outside.Dice.Roll(100))
        {
            case < 30:
                Propose();
                break;
            case < 75:
                Approve(now);
                break;
            case < 80:
                Edit("revoke", change => change.IsApproved, change => change with { IsApproved = false, Approval = "" }, ChangeHappening.Updated);
                break;
            case < 84:
                Edit("rewrite", _ => true, Rewrite, ChangeHappening.Patchset);
                break;
            case < 86:
                Edit("recheck", _ => true, change => change, ChangeHappening.Recheck);
                break;
            case < 88:
                Edit("abandon", _ => true, change => change with { Status = ChangeStatus.Abandoned, IsApproved = false, Approval = "" }, ChangeHappening.Updated);
                break;
            case < 90:
                Restore();
                break;
            case < 94:
                PushPast();
                break;
            case < 97:
                Obstruct();
                break;
            default:
                Reconfigure();
                break;
        }
    }

    private void Propose()
    {
        var number = Reviews.Changes.Count + 1;
        if (number > MostChanges)
        {
            return;
        }

        var dice = outside.Dice;
        var change = new Change
        {
            Id = new ChangeId($"git/{number}"),
            Project = dice.Pick(SiteSketches.Projects),
            Branch = "main",
            Patchset = 1,
            Commit = "",
            DependsOn = number > 1 && dice.Chance(25) ? [dice.Pick(Reviews.Changes.Keys.ToArray())] : [],
        };
        Put("propose", change with { Commit = WriteCommit(change) }, ChangeHappening.Patchset);
        if (change.DependsOn is [var first] && dice.Chance(30))
        {
            Put("close a circle with", Reviews.Changes[first] with { DependsOn = [change.Id] }, ChangeHappening.Updated);
        }
    }

    private void Approve(DateTimeOffset now) => Edit(
        "approve",
        change => !change.IsApproved,
        change =>
        {
            Reviews.ApprovedAt[change.Id] = now;
            return change with { IsApproved = true, Approval = $"{++_written}" };
        },
        ChangeHappening.Approved);

    private Change Rewrite(Change change) => change with { Patchset = change.Patchset + 1, Commit = WriteCommit(change), IsApproved = false, Approval = "" };

    private void Restore()
    {
        var abandoned = Reviews.Changes.Values.Where(change => change.Status == ChangeStatus.Abandoned).ToArray();
        if (abandoned.Length > 0)
        {
            Put("restore", outside.Dice.Pick(abandoned) with { Status = ChangeStatus.Open }, ChangeHappening.Restored);
        }
    }

    private void PushPast()
    {
        var branch = new ProjectBranch(outside.Dice.Pick(SiteSketches.Projects), "main");
        var commit = outside.Git.Push(branch, $"Past the gate {++_written}", ($"past{_written}", "1"));
        outside.Trace.Write($"** push {commit[..6]} past the gate to {branch}");
        Reviews.Tell(new BranchMayHaveMoved(branch));
    }

    private void Obstruct()
    {
        var change = new ChangeId($"git/{outside.Dice.Roll(1, MostChanges)}");
        outside.Trace.Write($"** the review system {(Reviews.Obstacles.Remove(change) ? "lets" : "does not let")} {change} in");
        if (outside.Dice.Chance(50))
        {
            Reviews.Obstacles[change] = "A label is missing.";
        }
    }

    private void Reconfigure()
    {
        outside.WriteSite(SiteSketches.Draw(outside.Dice));
        outside.Trace.Write($"** write another site, {outside.Git.Tips[Outside.Config][..6]}");
        Reviews.Tell(new BranchMayHaveMoved(Outside.Config));
    }

    private void Edit(string verb, Func<Change, bool> fits, Func<Change, Change> edit, ChangeHappening kind)
    {
        var open = Reviews.Changes.Values.Where(change => change.Status == ChangeStatus.Open && fits(change)).ToArray();
        if (open.Length > 0)
        {
            Put(verb, edit(outside.Dice.Pick(open)), kind);
        }
    }

    private void Put(string verb, Change change, ChangeHappening kind)
    {
        outside.Trace.Write($"** {verb} {change.Id} of {change.Project}, patchset {change.Patchset} {change.Commit[..6]}{string.Concat(change.DependsOn.Select(need => $", needs {need}"))}");
        Reviews.Put(change, kind);
    }

    // On where the branch is now, or on where it was in the beginning.
    private string WriteCommit(Change change)
    {
        var git = outside.Git;
        var onto = git[git.Tips[change.Target]];
        while (outside.Dice.Chance(30) && !onto.Parents.IsEmpty)
        {
            onto = git[onto.Parents[0]];
        }

        var path = outside.Dice.Pick(Paths);
        return git.Add(new ModelCommit([onto.Id], onto.Files.SetItem(path, $"{++_written}"), $"Change {change.Id} writes {path}")).Id;
    }
}
