using System.Collections.Immutable;
using System.Globalization;

namespace PluginCi.Declarative;

/// <summary>What the parts of a Blubber file say of each other: names that must be known, circles, copies that are there twice, builders that exclude each other.</summary>
internal sealed class BlubberLinks(BlubberFile file, Findings findings)
{
    private static readonly ImmutableArray<string> Alone = ["node", "php", "python", "builder"];

    public void Check(MapNode root)
    {
        CheckCommon("", root);
        foreach (var (name, at, value) in root.Map("variants")?.Entries ?? [])
        {
            if (value is MapNode variant)
            {
                CheckIncludes($"variants.{name}", variant);
                CheckArtifacts($"variants.{name}.copies", variant["copies"], source => new Artifact(source, "", "", []), isCopies: true);
                CheckCommon($"variants.{name}", variant);
                CheckWhole(name, at);
            }
        }
    }

    private void CheckIncludes(string name, MapNode variant)
    {
        foreach (var include in variant.List("includes").OrEmpty().OfType<ScalarNode>().Where(include => !file.Variants.ContainsKey(include.Value)))
        {
            findings.Error(include.At, DeclarativeDiagnostics.UnknownVariant, $"in '{name}.includes': {file.TellUnknown(include.Value)}");
        }
    }

    private void CheckCommon(string name, MapNode map)
    {
        if (map.Text("base") is { Length: > 0 } image && !IsContext(image))
        {
            findings.Error(map["base"]!.At, DeclarativeDiagnostics.BadValue, $"'{Path(name, "base")}' is '{image}', expected an image, for example docker-registry.example.org/bookworm:latest");
        }

        foreach (var key in Alone)
        {
            CheckBuilder(Path(name, key), map.Map(key));
        }

        foreach (var (index, item) in map.List("builders").OrEmpty().Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"{Path(name, "builders")}[{index}]");
            if (item is MapNode { Entries.Length: not 1 } several)
            {
                findings.Error(several.At, DeclarativeDiagnostics.Builders, $"'{path}' has {several.Entries.Length} keys; exactly one of custom, node, php and python is expected");
            }

            foreach (var entry in (item as MapNode)?.Entries ?? [])
            {
                CheckBuilder($"{path}.{entry.Key}", entry.Value as MapNode);
            }
        }

        CheckKinds(Path(name, "builders"), map);
    }

    private void CheckKinds(string name, MapNode map)
    {
        var kinds = map.List("builders").OrEmpty().OfType<MapNode>().SelectMany(item => item.Entries).Where(entry => entry.Key != "custom").ToList();
        foreach (var second in kinds.GroupBy(entry => entry.Key).SelectMany(kind => kind.Skip(1)))
        {
            findings.Error(second.At, DeclarativeDiagnostics.Builders, $"'{name}' has '{second.Key}' twice; only 'custom' may be there more than once");
        }
    }

    private void CheckBuilder(string name, MapNode? builder)
    {
        if (builder is null)
        {
            return;
        }

        CheckArtifacts($"{name}.requirements", builder["requirements"], source => new Artifact(Artifact.Local, source, "", []), isCopies: false);
        if (builder.Has("command") && builder.Has("script"))
        {
            findings.Error(builder.At, DeclarativeDiagnostics.Builders, $"'{name}' has a command and a script; expected is one of them");
        }
    }

    private void CheckArtifacts(string name, Node? list, Func<string, Artifact> shortForm, bool isCopies)
    {
        var known = new List<Artifact>();
        var items = (list as ListNode)?.Items ?? [];
        if (isCopies && items.Any(item => item is MapNode) && items.FirstOrDefault(item => item is ScalarNode) is { } text)
        {
            findings.Error(text.At, DeclarativeDiagnostics.WrongKind, $"'{name}' mixes names and maps; write all of them as names, or all as maps with 'from', 'source' and 'destination'");
        }

        foreach (var (index, item) in items.Index())
        {
            if (BlubberReader.ReadArtifact(item, shortForm) is { } artifact)
            {
                CheckArtifact(string.Create(CultureInfo.InvariantCulture, $"{name}[{index}]"), item.At, artifact, isCopies);
                if (known.Exists(artifact.IsSameAs))
                {
                    findings.Error(item.At, DeclarativeDiagnostics.RepeatedCopy, $"'{name}' has the same files twice");
                }

                known.Add(artifact);
            }
        }
    }

    // What a builder requires is of the repository where nothing is said.
    private void CheckArtifact(string name, Place at, Artifact artifact, bool isCopy)
    {
        if (artifact.From.Length == 0 && isCopy)
        {
            findings.Error(at, DeclarativeDiagnostics.MissingKey, $"the key 'from' is missing in '{name}'; expected is local, a variant or an image");
        }
        else if (artifact.From.Length > 0 && !IsContext(artifact.From))
        {
            findings.Error(at, DeclarativeDiagnostics.BadValue, $"'{name}' takes files from '{artifact.From}', expected local, a variant or an image");
        }

        if (artifact is { Source: "", Destination: not "" })
        {
            findings.Error(at, DeclarativeDiagnostics.MissingKey, $"the key 'source' is missing in '{name}', which has a destination");
        }

        if (artifact is { IsLocal: true, Source: not "" } && !BlubberRules.IsInside(artifact.Source))
        {
            findings.Error(at, DeclarativeDiagnostics.BadValue, $"'{name}' takes '{artifact.Source}', expected a path inside of the repository, relative to its root");
        }
    }

    // What shows only once all is put together.
    private void CheckWhole(string name, Place at)
    {
        var whole = file.Expand(name, out var circle);
        if (circle.IsEmpty)
        {
            CheckExclusive(name, at, whole);
            Order.Of(name, file.VariantsNeededBy, out circle);
        }

        if (!circle.IsEmpty)
        {
            findings.Error(at, DeclarativeDiagnostics.Circle, $"the variant '{name}' needs a circle: {string.Join(" → ", circle)}");
        }
    }

    private void CheckExclusive(string name, Place at, Variant whole)
    {
        var alone = Alone.Where(key => IsSaid(key, whole)).ToList();
        if (!whole.Builders.IsEmpty && alone.Count > 0)
        {
            findings.Error(at, DeclarativeDiagnostics.Builders, $"the variant '{name}' has 'builders' and '{alone[0]}', of its own or of what it includes; move '{alone[0]}' into 'builders'");
        }
    }

    private static bool IsSaid(string key, Variant whole) => key switch
    {
        "node" => whole.Node != Empty.Node,
        "php" => whole.Php != Empty.Php,
        "python" => whole.Python != Empty.Python,
        _ => whole.Custom != Empty.Custom,
    };

    private static Variant Empty { get; } = new("");

    private bool IsContext(string name) => name == Artifact.Local || file.Variants.ContainsKey(name) || BlubberRules.IsImage(name);

    private static string Path(string name, string key) => name.Length == 0 ? key : $"{name}.{key}";
}
