using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>
/// Tells which variables of a pipeline will have no value, without running it: of every step it is known what it leaves behind. PipelineLib tells it only when the stage runs, so that files are good that have stages
/// that cannot; these are warnings for that.
/// </summary>
internal sealed class VariableCheck
{
    private const string Setup = "setup";

    private static readonly ScalarNode Some = new(default, "x", ScalarKind.Text);

    private static readonly ImmutableArray<string> SetupNames =
        ["pipeline", "logURL", "project", "projectShortName", "timestamp", "imageLabels", "commit", "branch", "remote", "tag", "httpProxy", "stage"];

    private readonly LibPipeline _pipeline;
    private readonly Findings _findings;
    private readonly ImmutableDictionary<string, ImmutableDictionary<string, Node>> _left;

    public VariableCheck(LibPipeline pipeline, Findings findings)
    {
        _pipeline = pipeline;
        _findings = findings;
        _left = pipeline.Stages.DistinctBy(stage => stage.Name).ToImmutableDictionary(stage => stage.Name, stage => Named(["stage", .. stage.Steps.SelectMany(step => LibStage.ExportsOf(step))]));
    }

    public void Check()
    {
        foreach (var stage in _pipeline.Stages.Where(stage => _pipeline.Graph.Names.Contains(stage.Name)))
        {
            var before = _pipeline.Graph.AncestorsOf(stage.Name).ToImmutableDictionary(name => name, name => _left.GetValueOrDefault(name) ?? Named(["stage"]));
            Check(stage, new LibScope(stage.Name, Named(["stage"]), before.SetItem(Setup, Named(SetupNames))));
        }
    }

    private void Check(LibStage stage, LibScope scope)
    {
        if (stage.Steps.Any(step => step.Action == "build") && (stage.Blubberfile ?? _pipeline.Blubberfile) is MapNode inline)
        {
            Check(inline, scope);
        }

        foreach (var step in stage.Steps)
        {
            if (step.Action == "exports")
            {
                CheckExports((MapNode)step.Config, ref scope);
                continue;
            }

            Check(step.Config, scope);
            scope = scope with { Own = scope.Own.SetItems(Named(LibStage.ExportsOf(step))) };
        }

        // Who is told of a failure is told before all steps are through: of its own names no more is known than that they may be there.
        if (stage.Notify is { } notify)
        {
            Check(notify, scope with { Own = scope.Own.SetItems(_left[stage.Name]) });
        }
    }

    private void CheckExports(MapNode exports, ref LibScope scope)
    {
        foreach (var (key, at, value) in exports.Entries)
        {
            Check(value, scope);
            try
            {
                scope = scope.Bind(key, Some);
            }
            catch (VariableException trouble)
            {
                _findings.Warning(at, DeclarativeDiagnostics.Variable, trouble.Message);
            }
        }
    }

    private void Check(Node value, LibScope scope)
    {
        switch (value)
        {
            case ScalarNode { Type: ScalarKind.Text } text:
                CheckText(text.At, text.Value, scope);
                break;
            case ListNode list:
                foreach (var item in list.Items)
                {
                    Check(item, scope);
                }

                break;
            case MapNode map when map.Has("$each"):
                CheckEach(map, scope);
                break;
            case MapNode map:
                foreach (var entry in map.Entries)
                {
                    CheckText(entry.At, entry.Key.StartsWith('$') ? "" : entry.Key, scope);
                    Check(entry.Value, scope);
                }

                break;
            default:
                break;
        }
    }

    private void CheckEach(MapNode map, LibScope scope)
    {
        if (map["$in"] is { } source)
        {
            Check(source, scope);
        }

        if (map["$yield"] is { } body)
        {
            Check(body, scope.Inside(Named(map.Texts("$each") ?? [map.Text("$each") ?? ""])));
        }
    }

    private void CheckText(Place at, string text, LibScope scope)
    {
        try
        {
            foreach (var variable in VariableToken.Parse(text).Where(token => token.Name is not null && !IsOfTheJob(token)))
            {
                scope.Find(variable);
            }
        }
        catch (VariableException trouble)
        {
            _findings.Warning(at, DeclarativeDiagnostics.Variable, trouble.Message);
        }
    }

    // The parameters of a job, and the variables of its checkout, are known only where it runs.
    private static bool IsOfTheJob(VariableToken variable) =>
        variable.Stage == Setup && (variable.Key.StartsWith("params.", StringComparison.Ordinal) || variable.Key.StartsWith("GIT_", StringComparison.Ordinal));

    private static ImmutableDictionary<string, Node> Named(ImmutableArray<string> names) => names.Distinct().ToImmutableDictionary(name => name, _ => (Node)Some);
}
