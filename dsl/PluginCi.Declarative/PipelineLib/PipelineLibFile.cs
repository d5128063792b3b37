using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PluginCi.Model;

namespace PluginCi.Declarative;

/// <summary>A file of PipelineLib, <c>.pipeline/config.yaml</c>: pipelines of stages that build, run and publish images. See docs/reference/declarative.md.</summary>
/// <remarks>Source: PipelineLib, its schema V0 and the rules of its code.</remarks>
public sealed partial class PipelineLibFile
{
    /// <summary>How many stages a pipeline may have, and names its <c>execution</c>: twenty times as many as the largest that is known.</summary>
    public const int MostNames = 1_000;

    private static readonly ImmutableArray<string> Reserved = ["setup", "teardown"];

    private readonly string _path;

    private PipelineLibFile(string path, MapNode root)
    {
        _path = path;
        Pipelines =
        [
            .. (root.Map("pipelines")?.Entries ?? [])
                .Where(entry => entry.Value is MapNode map && NamesIn(map) <= MostNames)
                .Select(entry => PipelineLibReader.ReadPipeline(entry.Key, (MapNode)entry.Value) with { At = entry.At }),
        ];
    }

    /// <summary>What is wrong with it, in the order of the file. Empty, or warnings only, for a good one.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; private set; } = [];

    /// <summary>False where a diagnostic is an error.</summary>
    public bool IsGood => Diagnostics.All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error);

    /// <summary>The pipelines in the order of the file. Also of a file that has errors, as far as it can be read.</summary>
    public ImmutableArray<PipelineOutline> Outlines =>
        [.. Pipelines.Select(pipeline => new PipelineOutline(pipeline.Name, pipeline.Frames, [.. pipeline.Stages.Select(stage => new StageOutline(stage.Name, [.. stage.Steps.Select(step => step.Action)]))]))];

    internal ImmutableArray<LibPipeline> Pipelines { get; }

    /// <summary>Reads a file and checks all of it.</summary>
    /// <param name="path">The file, as messages name it.</param>
    /// <param name="text">Its text, at most a million characters.</param>
    /// <returns>The file, with everything that is wrong with it.</returns>
    public static PipelineLibFile Read(string path, string text)
    {
        var findings = new Findings(path);
        return Read(path, YamlReader.Read(text, findings), findings);
    }

    /// <summary>
    /// What a gate's pipeline does not let a pipeline of the file do: before a change is approved nothing may be published, promoted, deployed or triggered, and no stage may have a Blubber file of its own.
    /// </summary>
    /// <param name="gatePipeline">The pipeline of the gate that it would run in, for example <c>test</c> or <c>gate-and-submit</c>.</param>
    /// <param name="pipeline">A pipeline of the file; null for all.</param>
    /// <returns>One error for each key that is refused; none in <c>gate-and-submit…</c>, <c>postmerge</c>, <c>post</c> and <c>publish</c>.</returns>
    public ImmutableArray<Diagnostic> RefusedIn(string gatePipeline, string? pipeline = null)
    {
        var findings = new Findings(_path);
        foreach (var stage in Pipelines.Where(one => pipeline is null || one.Name == pipeline).SelectMany(one => one.Stages))
        {
            foreach (var action in TrustedForm().IsMatch(gatePipeline) ? [] : stage.Guarded)
            {
                var hint = action == "blubberfile" ? "; say it for the pipeline, not for the stage" : "";
                findings.Error(stage.At, DeclarativeDiagnostics.NotAllowed, $"stage `{stage.Name}` contains an action (`{action}`) that is not allowed by this pipeline{hint}");
            }
        }

        return findings.InOrder();
    }

    internal static PipelineLibFile Read(string path, MapNode? root, Findings findings)
    {
        var file = new PipelineLibFile(path, root ?? new MapNode(default, []));
        if (root is not null)
        {
            file.Check(root, findings);
        }

        file.Diagnostics = findings.InOrder();
        return file;
    }

    private void Check(MapNode root, Findings findings)
    {
        if (root.Map("pipeline") is not null && !root.Has("pipelines"))
        {
            var at = root.Entries.First(entry => entry.Key == "pipeline").At;
            findings.Error(at, DeclarativeDiagnostics.MissingKey, "the key 'pipelines' is missing of the file; 'pipeline' is not a key, and looks as if it were meant");
            return;
        }

        PipelineLibShapes.File.Check(root, "", findings);
        foreach (var (name, at, value) in root.Map("pipelines")?.Entries ?? [])
        {
            if (value is MapNode map && NamesIn(map) > MostNames)
            {
                findings.Error(at, DeclarativeDiagnostics.TooMuch, $"the pipeline '{name}' names more than {MostNames} stages");
            }
        }

        foreach (var pipeline in Pipelines)
        {
            CheckNames(pipeline, findings);
            CheckArcs(root.Map("pipelines")!.Map(pipeline.Name)!, pipeline, findings);
            if (pipeline.Frames is null)
            {
                findings.Error(pipeline.At, DeclarativeDiagnostics.StageCircle, $"the stages of the pipeline '{pipeline.Name}' wait for each other in a circle");
            }
            else
            {
                new VariableCheck(pipeline, findings).Check();
            }
        }
    }

    private static void CheckNames(LibPipeline pipeline, Findings findings)
    {
        foreach (var second in pipeline.Stages.Where(stage => stage.Name.Length > 0).GroupBy(stage => stage.Name).SelectMany(stages => stages.Skip(1)))
        {
            findings.Error(second.At, DeclarativeDiagnostics.StageName, $"the pipeline '{pipeline.Name}' has a stage '{second.Name}' already");
        }

        foreach (var stage in pipeline.Stages.Where(stage => Reserved.Contains(stage.Name)))
        {
            findings.Error(stage.At, DeclarativeDiagnostics.StageName, $"{stage.Name} is a reserved stage name");
        }
    }

    private static void CheckArcs(MapNode map, LibPipeline pipeline, Findings findings)
    {
        var known = pipeline.Stages.Select(stage => stage.Name).ToHashSet();
        foreach (var arc in map.List("execution").OrEmpty().OfType<ListNode>())
        {
            var names = arc.Items.OfType<ScalarNode>().ToList();
            foreach (var second in names.GroupBy(name => name.Value).SelectMany(same => same.Skip(1)))
            {
                findings.Error(second.At, DeclarativeDiagnostics.StageName, $"the stage '{second.Value}' is in the same list of 'execution' twice");
            }

            foreach (var name in names.Where(name => !known.Contains(name.Value)))
            {
                findings.Warning(name.At, DeclarativeDiagnostics.UnknownStage, $"there is no stage '{name.Value}', so nothing is done for it; known are {string.Join(", ", known)}");
            }
        }

        foreach (var idle in pipeline.Stages.Where(stage => stage.Name.Length > 0 && !pipeline.Graph.Names.Contains(stage.Name)))
        {
            findings.Warning(idle.At, DeclarativeDiagnostics.UnknownStage, $"the stage '{idle.Name}' is not in 'execution', so it never runs");
        }
    }

    private static int NamesIn(MapNode pipeline) =>
        pipeline.List("stages").OrEmpty().Length + pipeline.List("execution").OrEmpty().Sum(arc => arc is ListNode list ? list.Items.Length : arc is ScalarNode word ? word.Value.Length : 0);

    [GeneratedRegex("^(gate-and-submit.*|postmerge|post|publish)$")]
    private static partial Regex TrustedForm();
}
