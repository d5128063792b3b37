using System.Diagnostics;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Does what the steps of a scenario say.</summary>
internal sealed class StepPlayer
{
    private readonly Play _play;
    private readonly ProposalDesk _desk;
    private readonly BuildSteps _builds;
    private readonly OperatorSteps _operator;

    public StepPlayer(Play play, ProposalDesk desk)
    {
        _play = play;
        _desk = desk;
        _builds = new BuildSteps(play);
        _operator = new OperatorSteps(play);
    }

    private Town Town => _play.Town;

    /// <summary>Plays one step.</summary>
    /// <returns>What is wrong with what came of it, or null.</returns>
    public string? Play(ScenarioStep step) => step switch
    {
        BuildStep builds => _builds.End(builds),
        FinishStep finish => _builds.Finish(finish),
        ExpectStep expect => FindFaults(expect.Expectations),
        RestartStep => Restart(),
        PlacementStep or PromoteStep or FreezeStep or ThawStep => Done(() => _operator.Play(step)),
        _ => Done(() => Happen(step)),
    };

    /// <summary>Everything that does not hold, as one sentence; null when all holds.</summary>
    public string? FindFaults(IEnumerable<Expectation> expectations)
    {
        string[] faults = [.. expectations.Select(expectation => expectation.FindFault(_play)).OfType<string>()];
        return faults.Length == 0 ? null : string.Join("; ", faults);
    }

    /// <summary>Throws the gate away and recovers it from its journals.</summary>
    public string? Restart()
    {
        var faults = Town.Restart();
        return faults.IsEmpty ? null : _play.Names.Plain(string.Join("; ", faults));
    }

    private static string? Done(Action act)
    {
        act();
        return null;
    }

    private void Happen(ScenarioStep step)
    {
        switch (step)
        {
            case ChangeStep(var verb, var changes):
                Each(changes, change => Happen(verb, _play.Names.IdOf(change)));
                break;
            case PushStep(var pushes):
                Each(pushes, push => Push(push.Change, push.Edit));
                break;
            case EditStep(var edits):
                Each(edits, edit => Edit(edit.Change, edit.Edit));
                break;
            case RefUpdatedStep(var branches):
                Each(branches, Town.PushPast);
                break;
            case TagStep(var tags):
                Each(tags, tag => Tag(tag.Tag, tag.On));
                break;
            case TimerStep(var pipelines):
                Each(pipelines, RingTimer);
                break;
            case ReconfigureStep(var layout):
                Town.Change(layout);
                break;
            case AdvanceStep(var time):
                Town.Advance(time);
                break;
            default:
                throw new UnreachableException($"Unknown step {step.GetType().Name}.");
        }
    }

    private static void Each<T>(IEnumerable<T> all, Action<T> act)
    {
        foreach (var one in all)
        {
            act(one);
        }
    }

    private void Happen(ChangeVerb verb, ChangeId change)
    {
        var reviews = Town.Reviews;
        switch (verb)
        {
            case ChangeVerb.Approve:
                reviews.Approve(change);
                Town.Tell(change, Trigger.Approved);
                break;
            case ChangeVerb.Vote:
                if (!reviews[change].Facts.IsApproved)
                {
                    reviews.Approve(change);
                }

                break;
            case ChangeVerb.Unvote:
                reviews.Disapprove(change);
                Town.Tell(change, null);
                break;
            case ChangeVerb.Patchset:
                Town.Tell(change, Trigger.Patchset);
                break;
            case ChangeVerb.Recheck:
                Town.Tell(change, Trigger.Recheck);
                break;
            case ChangeVerb.Abandon:
                Turn(change, ChangeStatus.Open, ChangeStatus.Abandoned, null);
                break;
            case ChangeVerb.Restore:
                Turn(change, ChangeStatus.Abandoned, ChangeStatus.Open, Trigger.Restored);
                break;
            case ChangeVerb.MergeOutside:
                Town.MergePast(change);
                break;
            case ChangeVerb.RefuseSubmit:
                reviews.Put(reviews[change] with { RefusesSubmit = true });
                break;
        }
    }

    private void Turn(ChangeId change, ChangeStatus from, ChangeStatus to, Trigger? trigger)
    {
        if (Town.Reviews[change].Facts.Status == from)
        {
            Town.Reviews.SetStatus(change, to);
        }

        Town.Tell(change, trigger);
    }

    private void Push(string change, ChangeEdit edit)
    {
        _desk.Push(change, edit);
        Town.Tell(_play.Names.IdOf(change), Trigger.Patchset);
    }

    private void Edit(string change, ChangeEdit edit)
    {
        _desk.Edit(change, edit);
        Town.Tell(_play.Names.IdOf(change), null);
    }

    private void Tag(ProjectBranch tag, ProjectBranch on)
    {
        var commit = Town.Merger.Ensure(on);
        var former = Town.Merger.Tag(tag, commit);
        Town.Tell(new RefUpdate(tag.Project, tag.Branch, former, commit, Trigger.Tag), null);
    }

    private void RingTimer(string pipeline)
    {
        if (!Town.Layout.Site.Pipelines.Any(plan => plan.Name == pipeline && plan.On.Contains(Trigger.Timer)))
        {
            return;
        }

        foreach (var project in Town.Layout.Site.Projects.Where(project => project.Pipelines.Contains(pipeline)))
        {
            foreach (var branch in Town.Merger.Branches.Where(branch => branch.Project == project.Name).ToArray())
            {
                Town.Tell(new RefUpdate(project.Name, branch.Branch, null, Town.Merger.TipOf(branch)!, Trigger.Timer), pipeline);
            }
        }
    }
}
