using System.Collections.Immutable;

namespace PluginCi.Simulation;

/// <summary>Reads the steps in their order: a new layout brings names for those after it.</summary>
internal sealed class StepReader
{
    private static readonly Dictionary<string, ChangeVerb> ChangeVerbs = new()
    {
        ["approve"] = ChangeVerb.Approve,
        ["vote"] = ChangeVerb.Vote,
        ["unvote"] = ChangeVerb.Unvote,
        ["patchset"] = ChangeVerb.Patchset,
        ["recheck"] = ChangeVerb.Recheck,
        ["abandon"] = ChangeVerb.Abandon,
        ["restore"] = ChangeVerb.Restore,
        ["merge-outside"] = ChangeVerb.MergeOutside,
        ["refuse-submit"] = ChangeVerb.RefuseSubmit,
    };

    private static readonly Dictionary<string, BuildVerb> BuildVerbs = new()
    {
        ["pass"] = BuildVerb.Pass,
        ["fail"] = BuildVerb.Fail,
        ["lose"] = BuildVerb.Lose,
        ["time-out"] = BuildVerb.TimeOut,
        ["early-fail"] = BuildVerb.EarlyFail,
    };

    private readonly ImmutableArray<string> _changes;
    private readonly RefStepReader _refs;
    private readonly Dictionary<string, Func<YamlValue, ScenarioStep>> _others;
    private LayoutDraft _draft;
    private LayoutNames _layout;

    /// <summary>Starts at the first step.</summary>
    /// <param name="draft">The layout at the start.</param>
    /// <param name="layout">Its names.</param>
    /// <param name="changes">The changes.</param>
    public StepReader(LayoutDraft draft, LayoutNames layout, ImmutableArray<(string Name, ChangeEdit Edit)> changes)
    {
        _draft = draft;
        _layout = layout;
        _changes = [.. changes.Select(change => change.Name)];
        _refs = new RefStepReader([.. changes.Select(change => change.Edit.Project!.Value.Value).Distinct()]);
        _others = new()
        {
            ["push"] = value => new PushStep(ReadEdits(value, ChangesReader.ReadPush)),
            ["edit"] = value => new EditStep(ReadEdits(value, ChangesReader.ReadDescription)),
            ["ref-updated"] = value => _refs.ReadRefUpdated(value, Names),
            ["tag"] = value => _refs.ReadTag(value, Names),
            ["timer"] = value => new TimerStep([.. value.AsEntries().Select(Names.Pipeline)]),
            ["finish"] = ReadFinish,
            ["reconfigure"] = ReadReconfigure,
            ["enqueue"] = value => _refs.ReadPlacement(value, Names, isEnqueued: true),
            ["dequeue"] = value => _refs.ReadPlacement(value, Names, isEnqueued: false),
            ["promote"] = ReadPromote,
            ["freeze"] = ReadFreeze,
            ["thaw"] = value => new ThawStep(Names.Scope(value)),
            ["restart"] = value => value.AsBool() ? new RestartStep() : throw value.Bad("true"),
            ["advance"] = value => new AdvanceStep(value.AsDuration()),
            ["expect"] = value => new ExpectStep(ExpectationReader.Read(value.AsMapOrNothing(), Names)),
        };
    }

    /// <summary>The names as they are after the steps read so far.</summary>
    public NameReader Names => new(_layout, _changes);

    public ScenarioStep Read(YamlValue value)
    {
        var map = value.AsMap();
        map.AllowOnly("a step", [.. ChangeVerbs.Keys, .. BuildVerbs.Keys, .. _others.Keys]);
        if (map.Entries is not [var (key, content)])
        {
            throw value.Fault(ScenarioDiagnostics.WrongKind, $"a step must be a map of one key, found {map.Entries.Count}; write each on a line of its own that starts with '- '");
        }

        var verb = key.AsText();
        ScenarioStep step = ChangeVerbs.TryGetValue(verb, out var ofChange) ? new ChangeStep(ofChange, Names.Changes(content))
            : BuildVerbs.TryGetValue(verb, out var ofBuild) ? new BuildStep(ofBuild, [.. content.AsEntries().Select(Names.Build)])
            : _others[verb](content);
        return step with { Text = $"{verb} {content.ToFlow()}" };
    }

    private ImmutableArray<(string Change, ChangeEdit Edit)> ReadEdits(YamlValue value, Func<YamlMap, ImmutableArray<string>, ChangeEdit> read) =>
        [.. value.AsMap().Entries.Select(entry => (Names.Change(entry.Key), read(entry.Value.AsMapOrNothing(), _changes)))];

    private FinishStep ReadFinish(YamlValue value) => new(!value.IsList && value.AsText() == "all" ? null : Names.Changes(value));

    private ReconfigureStep ReadReconfigure(YamlValue value)
    {
        _draft = _draft.With(value.AsMap());
        (var layout, _layout) = new LayoutReader(_draft, _layout).Read();
        return new ReconfigureStep(layout);
    }

    private PromoteStep ReadPromote(YamlValue value)
    {
        var map = value.AsMap();
        map.AllowOnly("'promote'", "pipeline", "changes");
        return new PromoteStep(Names.Pipeline(map.Require("'promote'", "pipeline")), Names.Changes(map.Require("'promote'", "changes")));
    }

    private FreezeStep ReadFreeze(YamlValue value)
    {
        var map = value.AsMap();
        map.AllowOnly("'freeze'", ["scope", .. FreezeReader.Keys]);
        return new FreezeStep(Names.Scope(map.Require("'freeze'", "scope")), FreezeReader.ReasonOf(map))
        {
            Branches = FreezeReader.BranchesOf(map),
            Exceptions = FreezeReader.ExceptionsOf(map),
        };
    }
}
