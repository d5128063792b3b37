using System.Collections.Immutable;
using System.Globalization;

namespace PluginCi.Declarative;

/// <summary>Turns the values of a file of PipelineLib into pipelines, each step in its long form. What is of the wrong kind is passed over: the shapes tell about it.</summary>
internal static class PipelineLibReader
{
    public static LibPipeline ReadPipeline(string name, MapNode map)
    {
        ImmutableArray<LibStage> stages = [.. map.List("stages").OrEmpty().OfType<MapNode>().Select(stage => ReadStage(stage, map.Map("notify")))];
        return new LibPipeline(name, map.At, stages, new ExecutionGraph(ReadArcs(map) ?? [[.. stages.Select(stage => stage.Name)]]))
        {
            Blubberfile = map["blubberfile"] ?? Text(map.At, $"{name}/blubber.yaml"),
            Directory = map.Text("directory") ?? ".",
            Fetch = LibFetch.Read(map.Map("fetch")),
        };
    }

    // A text where a list of names should be is taken for the list of its letters: so PipelineLib does, and finds circles in words.
    private static ImmutableArray<ImmutableArray<string>>? ReadArcs(MapNode map) => map.List("execution") is not { IsEmpty: false } arcs ? null :
    [
        .. arcs.Select(arc => arc switch
        {
            ListNode names => [.. names.Items.OfType<ScalarNode>().Select(item => item.Value)],
            ScalarNode { Type: ScalarKind.Text, Value: var word } => [.. word.Select(letter => letter.ToString())],
            _ => ImmutableArray<string>.Empty,
        }),
    ];

    private static LibStage ReadStage(MapNode map, MapNode? notify)
    {
        // A stage that is nothing but its name builds the variant of that name and runs it.
        var isShort = map.Entries.Length == 1 && map.Has("name");
        var steps = isShort ? Map(map.At, ("build", Text(map.At, "${.stage}")), ("run", Flag(map.At))) : map;
        return new LibStage(
            map.Text("name") ?? "",
            map.At,
            [
                .. Step("build", ReadBuild(steps["build"])),
                .. Step("run", ReadRun(steps["run"])),
                .. Step("copy", ReadCopies(steps["copy"])),
                .. Step("publish", ReadPublish(steps.Map("publish"))),
                .. Step("promote", ReadPromotions(steps["promote"])),
                .. Step("deploy", ReadDeploy(steps.Map("deploy"))),
                .. Step("exports", steps.Map("exports")),
                .. Step("trigger", ReadTrigger(steps.Map("trigger"))),
            ],
            map["blubberfile"],
            Join(notify, map.Map("notify")))
        {
            Keys = [.. map.Entries.Select(entry => entry.Key).Where(key => key != "name")],
        };
    }

    private static IEnumerable<LibStep> Step(string action, Node? config) => config is null ? [] : [new LibStep(action, config)];

    private static MapNode? ReadBuild(Node? build) => build switch
    {
        ScalarNode variant => ReadBuild(Map(build.At, ("variant", variant))),
        MapNode map => With(map, ("variant", Text(map.At, "${.stage}")), ("context", Text(map.At, ".")), ("excludes", Empty(map.At)), ("imagePullPolicy", Text(map.At, "always"))),
        _ => null,
    };

    private static MapNode? ReadRun(Node? run) => run switch
    {
        ScalarNode { Type: ScalarKind.Flag, IsOn: true } => ReadRun(Map(run.At)),
        MapNode map => With(
            map,
            ("image", Text(map.At, "${.imageID}")),
            ("arguments", Empty(map.At)),
            ("env", Map(map.At)),
            ("credentials", Empty(map.At)),
            ("tail", Number(map.At, 0))),
        _ => null,
    };

    private static Node? ReadCopies(Node? copy) => copy is ListNode list ? new ListNode(list.At, [.. list.Items.Select(ReadCopy)]) : copy as MapNode;

    private static Node ReadCopy(Node copy) => copy switch
    {
        ScalarNode source => ReadCopy(Map(source.At, ("source", source))),
        MapNode map when !map.Has("$merge") => With(
            map,
            ("from", Text(map.At, "${.container}")),
            ("source", Text(map.At, "")),
            ("destination", Text(map.At, RelativeOf(map.Text("source") ?? ""))),
            ("archive", Flag(map.At, isOn: false))),
        _ => copy,
    };

    /// <summary>A path below the repository: without what leads out of it. Nothing else is taken off, as PipelineLib does of folders with names of two letters.</summary>
    internal static string RelativeOf(string path)
    {
        var relative = path.TrimStart('/');
        while (relative.StartsWith("../", StringComparison.Ordinal))
        {
            relative = relative[3..].TrimStart('/');
        }

        return relative;
    }

    private static MapNode? ReadPublish(MapNode? publish) => publish?["image"] switch
    {
        null when publish is not null => publish,
        ScalarNode { Type: ScalarKind.Flag, IsOn: true } yes => ReadPublish(Map(publish!.At, ("image", Map(yes.At)))),
        MapNode image => Map(publish!.At, ("image", With(
            image,
            ("id", Text(image.At, "${.imageID}")),
            ("name", Text(image.At, "${setup.project}")),
            ("tag", Text(image.At, "${setup.timestamp}-${.stage}")),
            ("tags", new ListNode(image.At, [Text(image.At, "${setup.tag}")]))))),
        _ => null,
    };

    private static Node? ReadPromotions(Node? promote) => promote is ListNode list
        ? new ListNode(list.At, [.. list.Items.Select(item => item is not MapNode map ? item : With(
            map,
            ("chart", Text(map.At, "${setup.projectShortName}")),
            ("environments", Empty(map.At)),
            ("version", Text(map.At, "${.imageTag}"))))])
        : promote as MapNode;

    private static MapNode? ReadDeploy(MapNode? deploy) => deploy is null ? null : With(
        deploy,
        ("image", Text(deploy.At, "${.imageName}")),
        ("cluster", Text(deploy.At, "ci")),
        ("tag", Text(deploy.At, "${.imageTag}")),
        ("test", Flag(deploy.At)),
        ("timeout", Number(deploy.At, 120)),
        ("overrides", Map(deploy.At))) is var whole && deploy["chart"] is MapNode chart
            ? Replace(whole, "chart", With(chart, ("name", Text(chart.At, "${setup.projectShortName}")), ("version", Text(chart.At, ""))))
            : deploy;

    private static MapNode? ReadTrigger(MapNode? trigger) => trigger is null ? null : With(
        trigger, ("parameters", Map(trigger.At)), ("propagate", Flag(trigger.At)), ("wait", Flag(trigger.At, isOn: false)));

    private static MapNode? Join(MapNode? common, MapNode? own) => common is null || own is null ? own ?? common : new MapNode(own.At,
    [
        .. own.Entries.Select(entry => entry with { Value = entry.Value is MapNode inner ? Join(common.Map(entry.Key), inner)! : entry.Value }),
        .. common.Entries.Where(entry => !own.Has(entry.Key)),
    ]);

    // What is there stays; what is missing comes behind it.
    private static MapNode With(MapNode map, params ReadOnlySpan<(string Key, Node Value)> defaults)
    {
        var entries = map.Entries.ToBuilder();
        foreach (var (key, value) in defaults)
        {
            if (!map.Has(key))
            {
                entries.Add(new MapEntry(key, map.At, value));
            }
        }

        return new MapNode(map.At, entries.ToImmutable());
    }

    private static MapNode Replace(MapNode map, string key, Node value) =>
        new(map.At, [.. map.Entries.Select(entry => entry.Key == key ? entry with { Value = value } : entry)]);

    private static MapNode Map(Place at, params ReadOnlySpan<(string Key, Node Value)> entries) => With(new MapNode(at, []), entries);

    private static ListNode Empty(Place at) => new(at, []);

    private static ScalarNode Text(Place at, string value) => new(at, value, ScalarKind.Text);

    private static ScalarNode Flag(Place at, bool isOn = true) => new(at, isOn ? "true" : "false", ScalarKind.Flag);

    private static ScalarNode Number(Place at, int value) => new(at, value.ToString(CultureInfo.InvariantCulture), ScalarKind.Number);
}
