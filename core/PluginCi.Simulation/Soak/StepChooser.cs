using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Makes of a random move the step that it is at this moment, in the words of scenario files; null when it means nothing now.</summary>
/// <param name="history">The history.</param>
/// <param name="play">The play.</param>
/// <param name="names">The names of its first layout.</param>
/// <param name="evidence">Knows what layout each state was made with.</param>
internal sealed class StepChooser(History history, Play play, LayoutNames names, Evidence evidence)
{
    private LayoutNames _names = names;
    private SiteSketch _site = history.Site;

    private Town Town => play.Town;

    public ScenarioStep? Choose(Move move) => move.Kind switch
    {
        MoveKind.EndBuild => Pick(move.Which, _ => true) is { } build ? End(build) : null,
        MoveKind.Lose => Build(move, BuildVerb.Lose, _ => true),
        MoveKind.TimeOut => Build(move, BuildVerb.TimeOut, build => build.Stage == TownBuildStage.Running),
        MoveKind.EarlyFail => Build(move, BuildVerb.EarlyFail, build => build.Stage == TownBuildStage.Running && IsBad(build)),
        MoveKind.Flake => Build(move, BuildVerb.Fail, build => build.Stage == TownBuildStage.Running && build.Wish.Job.Plan.FlakeRetries > 0),
        MoveKind.Freeze => Freeze(move.Which),
        MoveKind.Thaw => Frozen().ToArray() is { Length: > 0 } scopes ? Thaw(scopes[move.Which % scopes.Length]) : null,
        MoveKind.Restart => new RestartStep { Text = "restart: true" },
        MoveKind.Reconfigure => Reconfigure(move.Which),
        MoveKind.PushPast => PushPast(history.Site.Projects[move.Which % history.Site.Projects.Length].Name),
        _ => OfChange(move),
    };

    /// <summary>The next build that can end, as what it sees wants it; null when none runs.</summary>
    public ScenarioStep? ChooseEnd() => Town.Running.Where(build => build.Stage == TownBuildStage.Running).Select(End).FirstOrDefault();

    /// <summary>The end of the freezes in force, one after the other.</summary>
    public ScenarioStep? ChooseThaw() => Frozen().Select(Thaw).FirstOrDefault();

    // A freeze of a project that went to another queue stays behind, where it stops nothing.
    private IEnumerable<string> Frozen() => Town.Queues
        .SelectMany(queue => queue.State.Freezes, (queue, freeze) => (queue.State.Rules, freeze.Scope))
        .Where(one => one.Scope == Gating.Freeze.Everything || one.Rules.Has(new ProjectName(one.Scope)))
        .Select(one => one.Scope)
        .Distinct();

    private static ThawStep Thaw(string scope) => new(scope) { Text = $"thaw: {scope}" };

    private ScenarioStep? OfChange(Move move)
    {
        var change = history.Changes[move.Which % history.Changes.Length];
        var facts = play.FactsOf(change.Name);
        var isOpen = facts.Status == ChangeStatus.Open;
        return move.Kind switch
        {
            MoveKind.Approve when isOpen && (!history.IsUndisturbed || !facts.IsApproved) => Verb(ChangeVerb.Approve, "approve", change),
            MoveKind.Unvote when isOpen && facts.IsApproved => Verb(ChangeVerb.Unvote, "unvote", change),
            MoveKind.Patchset when isOpen => Verb(ChangeVerb.Patchset, "patchset", change),
            MoveKind.Recheck when isOpen => Verb(ChangeVerb.Recheck, "recheck", change),
            MoveKind.Abandon when isOpen => Verb(ChangeVerb.Abandon, "abandon", change),
            MoveKind.Restore when facts.Status == ChangeStatus.Abandoned => Verb(ChangeVerb.Restore, "restore", change),
            MoveKind.MergeOutside when isOpen => Verb(ChangeVerb.MergeOutside, "merge-outside", change),
            MoveKind.RefuseSubmit when isOpen => Verb(ChangeVerb.RefuseSubmit, "refuse-submit", change),
            MoveKind.Push when isOpen => new PushStep([(change.Name, new ChangeEdit())]) { Text = $"push: {{ {change.Name}: {{}} }}" },
            MoveKind.Enqueue when isOpen => new PlacementStep(SiteSketch.Gate, change.Name, null, IsEnqueued: true) { Text = $"enqueue: {{ pipeline: gate, change: {change.Name} }}" },
            MoveKind.Dequeue => new PlacementStep(SiteSketch.Gate, change.Name, null, IsEnqueued: false) { Text = $"dequeue: {{ pipeline: gate, change: {change.Name} }}" },
            MoveKind.Promote => new PromoteStep(SiteSketch.Gate, [change.Name]) { Text = $"promote: {{ pipeline: gate, changes: [{change.Name}] }}" },
            MoveKind.EditNeeds when isOpen => EditNeeds(change, move.Which / history.Changes.Length),
            MoveKind.EditTopic when isOpen => new EditStep([(change.Name, new ChangeEdit { Topic = "t1" })]) { Text = $"edit: {{ {change.Name}: {{ topic: t1 }} }}" },
            _ => null,
        };
    }

    private static ChangeStep Verb(ChangeVerb verb, string word, ChangeSketch change) => new(verb, [change.Name]) { Text = $"{word}: {change.Name}" };

    private EditStep EditNeeds(ChangeSketch change, int other)
    {
        var needed = history.Changes[other % history.Changes.Length].Name;
        ImmutableArray<string> needs = needed == change.Name ? [] : [needed];
        return new EditStep([(change.Name, new ChangeEdit { DependsOn = needs })]) { Text = $"edit: {{ {change.Name}: {{ depends-on: {LayoutText.List(needs)} }} }}" };
    }

    private static RefUpdatedStep PushPast(string project) =>
        new([new ProjectBranch(new ProjectName(project), Town.DefaultBranch)]) { Text = $"ref-updated: {{ project: {project} }}" };

    private FreezeStep Freeze(int which)
    {
        string[] scopes = [Gating.Freeze.Everything, .. history.Site.Projects.Select(project => project.Name)];
        var scope = scopes[which % scopes.Length];
        return new FreezeStep(scope, "a test") { Text = $"freeze: {{ scope: {scope}, reason: a test }}" };
    }

    private ReconfigureStep Reconfigure(int which)
    {
        _site = SiteMaker.Edit(_site, new Dice((ulong)which));
        (var layout, _names) = LayoutText.Read(_site, _names);
        return new ReconfigureStep(layout) { Text = string.Join('\n', LayoutText.Write(_site).Select(line => $"      {line}").Prepend("reconfigure:")) };
    }

    private BuildStep? Build(Move move, BuildVerb verb, Func<TownBuild, bool> fits) =>
        Pick(move.Which, fits) is { } build && fits(build) ? StepOf(build, verb) : null;

    // A step names a build, and the newest of a name is meant.
    private TownBuild? Pick(int which, Func<TownBuild, bool> fits)
    {
        var running = Town.Running.Where(build => build.Stage == TownBuildStage.Running).Where(fits).ToArray();
        return running.Length == 0 ? null : NewestOf(running[which % running.Length]);
    }

    private TownBuild NewestOf(TownBuild build) => Town.Running.Last(other => other.Stage == TownBuildStage.Running && play.Builds.NamesOf(other).Contains(NameOf(build)));

    private BuildStep End(TownBuild build)
    {
        var newest = NewestOf(build);
        return StepOf(newest, IsBad(newest) ? BuildVerb.Fail : BuildVerb.Pass);
    }

    private BuildStep StepOf(TownBuild build, BuildVerb verb)
    {
        var word = verb switch
        {
            BuildVerb.Pass => "pass",
            BuildVerb.Fail => "fail",
            BuildVerb.Lose => "lose",
            BuildVerb.TimeOut => "time-out",
            BuildVerb.EarlyFail => "early-fail",
        };
        return new BuildStep(verb, [NameOf(build)]) { Text = $"{word}: {NameOf(build)}" };
    }

    // The pipeline, the first change of the item, and the name that no other job of the item has.
    private string NameOf(TownBuild build)
    {
        var names = play.Builds.NamesOf(build);
        return names.Last(name => name.StartsWith($"{build.Wish.Pipeline}/", StringComparison.Ordinal) && name.EndsWith($".{build.Wish.Job.Name}", StringComparison.Ordinal));
    }

    private bool IsBad(TownBuild build)
    {
        var seen = new Dictionary<string, int>();
        foreach (var project in Evidence.InputsOf(evidence.LayoutOf(build.Wish.Buildset), build.Wish.Job))
        {
            if (build.Wish.Commits.TryGetValue(new ProjectBranch(project, Town.DefaultBranch), out var commit))
            {
                foreach (var (change, patchset) in Town.Merger.ContentOf(commit))
                {
                    seen.TryAdd(ChangeNames.NameOf(change), patchset);
                }
            }
        }

        return history.Faults.AreIn(build.Wish.Job.Plan.Name, seen);
    }
}
