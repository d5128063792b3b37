using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Simulation;

/// <summary>Reads names of changes, builds, items and queues, and refuses those that nothing has.</summary>
/// <param name="layout">The names of the layouts so far.</param>
/// <param name="changes">The names of the changes.</param>
internal sealed class NameReader(LayoutNames layout, ImmutableArray<string> changes)
{
    public ImmutableArray<string> Projects => layout.Projects;

    public string Change(YamlValue value) => value.AsName("change", changes);

    public ImmutableArray<string> Changes(YamlValue value) => [.. value.AsEntries().Select(Change)];

    public string Pipeline(YamlValue value) => value.AsName("pipeline", layout.Pipelines);

    /// <summary>A project of a layout, or of a change.</summary>
    public ProjectName Project(YamlValue value, IReadOnlyCollection<string> others) => new(value.AsName("project", [.. layout.Projects.Union(others)]));

    public string Scope(YamlValue value) => value.AsName("queue, project or group", layout.Scopes);

    /// <summary>Changes in an order, <c>"{A,B}"</c> for a cycle.</summary>
    public ChangeSequence Sequence(YamlValue value) => new([.. value.AsEntries().Select(entry => Entry(entry, isItem: false))]);

    /// <summary>The items of a queue: changes, cycles, what is not live in brackets, and branches or tags as <c>PROJECT@REF</c>.</summary>
    public ChangeSequence Items(YamlValue value) => new([.. value.AsEntries().Select(entry => Entry(entry, isItem: true))]);

    /// <summary>A build: <c>CHANGE.JOB</c>, <c>PIPELINE/CHANGE.JOB</c> or <c>PIPELINE/PROJECT@REF.JOB</c>.</summary>
    public string Build(YamlValue value)
    {
        var text = value.AsText();
        var rest = WithoutPipeline(text);
        if (new[] { text, rest }.Any(name => SplitsOf(name).Any(split => IsOwner(split.Owner) && IsJob(split.Job))))
        {
            return text;
        }

        throw (text, rest) switch
        {
            _ when !text.Contains('.', StringComparison.Ordinal) => value.Bad("CHANGE.JOB, PIPELINE/CHANGE.JOB or PIPELINE/PROJECT@REF.JOB"),
            _ when SplitsOf(rest).Where(split => IsOwner(split.Owner)).Select(split => split.Job).FirstOrDefault() is { } job => UnknownIn(value, "job", job, layout.Jobs),
            _ when text == rest && text.Contains('/', StringComparison.Ordinal) => UnknownIn(value, "pipeline", text[..text.IndexOf('/', StringComparison.Ordinal)], layout.Pipelines),
            _ => UnknownIn(value, "change", rest[..rest.IndexOf('.', StringComparison.Ordinal)], changes),
        };
    }

    /// <summary>A queue: its name, or <c>PIPELINE/NAME</c>, where the name may be that of a change or <c>PROJECT@BRANCH</c>.</summary>
    public string Queue(YamlValue value)
    {
        var text = value.AsText();
        var rest = WithoutPipeline(text);
        return layout.Queues.Contains(text) || (rest != text && (layout.Queues.Contains(rest) || IsOwner(rest)))
            ? text
            : throw value.Unknown("queue", [.. layout.Queues, "PIPELINE/CHANGE", "PIPELINE/PROJECT@BRANCH", "PIPELINE/QUEUE"]);
    }

    private ChangeSequence.Entry Entry(YamlValue value, bool isItem)
    {
        var entry = ChangeSequence.Parse(value.AsText());
        foreach (var name in entry.Names)
        {
            if (!changes.Contains(name) && !(isItem && IsOwner(name)))
            {
                throw UnknownIn(value, "change", name, changes);
            }
        }

        return entry.IsLive || isItem ? entry : throw value.Bad("a change, or \"{A,B}\" for a cycle");
    }

    private string WithoutPipeline(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && layout.Pipelines.Contains(text[..slash]) ? text[(slash + 1)..] : text;
    }

    // Names of changes, refs and jobs may have dots.
    private static IEnumerable<(string Owner, string Job)> SplitsOf(string text) => text
        .Select((character, index) => (character, index))
        .Where(one => one.character == '.')
        .Select(one => (text[..one.index], text[(one.index + 1)..]));

    private bool IsOwner(string text) =>
        changes.Contains(text) || (text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < text.Length - 1 && layout.Projects.Contains(text[..at]));

    // Where two projects of an item have a job of one name, it is PROJECT/JOB.
    private bool IsJob(string text) => layout.Jobs.Contains(text) || layout.Jobs.Contains(text[(text.LastIndexOf('/') + 1)..]);

    private static ScenarioFileException UnknownIn(YamlValue value, string what, string name, IReadOnlyCollection<string> known) =>
        value.Fault(ScenarioDiagnostics.UnknownName, $"there is no {what} '{name}'; {(known.Count == 0 ? "none is known" : $"known are {string.Join(", ", known)}")}");
}
