using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>Turns the values of a Blubber file into variants. What is of the wrong kind is passed over: <see cref="BlubberShapes"/> tell about it.</summary>
internal static class BlubberReader
{
    /// <summary>What a variant has that says nothing about it.</summary>
    private static readonly Variant Usual = new("")
    {
        Lives = new UserSettings("somebody", 65533, 65533, "/srv/app"),
        Runs = new UserSettings("runuser", 900, 900, ""),
    };

    /// <summary>What all images have in common.</summary>
    public static Variant ReadCommon(MapNode file) => Usual.With(ReadVariant("", file));

    public static Variant ReadVariant(string name, MapNode map) => new(name)
    {
        Includes = map.Texts("includes").OrEmpty(),
        Copies = [.. map.List("copies").OrEmpty().Select(item => ReadArtifact(item, source => new Artifact(source, "", "", []))).OfType<Artifact>()],
        Base = map.Text("base") ?? "",
        Arguments = ReadVariables(map.Map("arguments")),
        Apt = map.Map("apt") is { } apt ? ReadApt(apt) : AptSettings.None,
        Builders = [.. map.List("builders").OrEmpty().Select(ReadBuilder).OfType<Builder>()],
        Node = ReadNode(map.Map("node") ?? Nothing),
        Php = ReadPhp(map.Map("php") ?? Nothing),
        Python = ReadPython(map.Map("python") ?? Nothing),
        Custom = ReadCustom(map.Map("builder") ?? Nothing),
        Lives = ReadUser(map.Map("lives") ?? Nothing),
        Runs = ReadUser(map.Map("runs") ?? Nothing),
        Insecurely = map.Map("runs")?.Flag("insecurely"),
        Environment = ReadVariables(map.Map("runs")?.Map("environment")),
        EntryPoint = map.Texts("entrypoint"),
    };

    /// <summary>Files to copy in their short or long form.</summary>
    public static Artifact? ReadArtifact(Node node, Func<string, Artifact> shortForm) => node switch
    {
        ScalarNode { Type: ScalarKind.Text, Value: var text } => shortForm(text),
        MapNode map => new Artifact(map.Text("from") ?? "", map.Text("source") ?? "", map.Text("destination") ?? "", map.Texts("exclude").OrEmpty()),
        _ => null,
    };

    private static MapNode Nothing => new(default, []);

    private static ImmutableArray<Artifact>? ReadRequirements(MapNode map) => map.List("requirements") is { } items
        ? [.. items.Select(item => ReadArtifact(item, source => new Artifact(Artifact.Local, source, "", []))).OfType<Artifact>()]
        : null;

    private static ImmutableSortedDictionary<string, string> ReadVariables(MapNode? map) =>
        (map?.Entries ?? []).Where(entry => entry.Value is ScalarNode).ToImmutableSortedDictionary(entry => entry.Key, ValueOf, StringComparer.Ordinal);

    private static string ValueOf(MapEntry entry) => entry.Value is ScalarNode { Type: not ScalarKind.Nothing, Value: var text } ? text : "";

    private static AptSettings ReadApt(MapNode map) => new(
        map["packages"] switch
        {
            ListNode => AptSettings.None.Packages.SetItem("default", map.Texts("packages").OrEmpty()),
            MapNode releases => AptSettings.None.Packages.SetItems(releases.Entries.Select(entry => KeyValuePair.Create(entry.Key, releases.Texts(entry.Key).OrEmpty()))),
            _ => AptSettings.None.Packages,
        },
        [.. map.List("sources").OrEmpty().OfType<MapNode>().Select(source => new AptSource(
            source.Text("url") ?? "", source.Text("distribution") ?? "", source.Texts("components").OrEmpty(), source.Text("signed-by") ?? ""))],
        [.. map.List("proxies").OrEmpty().Select(proxy => proxy is MapNode parts
            ? new AptProxy(parts.Text("url") ?? "", parts.Text("source") ?? "")
            : new AptProxy((proxy as ScalarNode)?.Value ?? "", ""))]);

    private static Builder? ReadBuilder(Node node) => node is not MapNode { Entries: [{ Value: MapNode map } entry] } ? null : entry.Key switch
    {
        "custom" => ReadCustom(map),
        "node" => ReadNode(map),
        "php" => ReadPhp(map),
        "python" => ReadPython(map),
        _ => null,
    };

    private static NodeBuilder ReadNode(MapNode map) =>
        new(ReadRequirements(map), map.Text("env") ?? "", map.Flag("use-npm-ci"), map.Flag("allow-dedupe-failure"));

    private static PhpBuilder ReadPhp(MapNode map) => new(ReadRequirements(map), map.Flag("production"));

    private static PythonBuilder ReadPython(MapNode map) => new(ReadRequirements(map), map.Text("version") ?? "")
    {
        SeesSystem = map.Flag("use-system-site-packages"),
        NoDependencies = map.Flag("no-deps"),
        Poetry = map.Map("poetry") is { } poetry
            ? new Poetry(poetry.Text("version") ?? "", poetry.Flag("devel"), poetry.Text("only") ?? "", poetry.Text("without") ?? "")
            : Poetry.None,
        Uv = map.Map("uv") is { } uv ? new Uv(uv.Text("version") ?? "", uv.Texts("no-group").OrEmpty(), uv.Text("variant") ?? "") : Uv.None,
        Environment = map.Text("venv") ?? "",
        PipVersion = map.Text("pip-version") ?? "",
        SetuptoolsVersion = map.Text("setuptools-version") ?? "",
        ToxVersion = map.Text("tox-version") ?? "",
        WheelVersion = map.Text("wheel-version") ?? "",
    };

    private static CustomBuilder ReadCustom(MapNode map) => new(
        ReadRequirements(map),
        map.Text("command") is { } line ? [line] : map.Texts("command"),
        map.Text("script") ?? "",
        map.List("mounts") is { } mounts ? [.. mounts.Select(ReadMount)] : null,
        map.List("caches") is { } caches ? [.. caches.Select(ReadCache)] : null);

    private static BuildMount ReadMount(Node node) => node is MapNode map
        ? new BuildMount(map.Text("from") ?? Artifact.Local, map.Text("source") ?? "", map.Text("destination") ?? "")
        : new BuildMount((node as ScalarNode)?.Value ?? "", "", "");

    private static BuildCache ReadCache(Node node) => node is MapNode map
        ? new BuildCache(map.Text("destination") ?? "", map.Text("id") ?? "", map.Text("access") ?? "")
        : new BuildCache((node as ScalarNode)?.Value ?? "", "", "");

    private static UserSettings ReadUser(MapNode map) => new(map.Text("as") ?? "", map.Number("uid") ?? 0, map.Number("gid") ?? 0, map.Text("in") ?? "");
}
