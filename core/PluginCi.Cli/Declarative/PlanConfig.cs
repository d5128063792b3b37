using System.Text.Json;
using PluginCi.Declarative;
using PluginCi.Model;

namespace PluginCi.Cli;

/// <summary><c>pluginci plan --config</c>: what a declarative file means.</summary>
internal static class PlanConfig
{
    public static async Task<int> RunAsync(string path, bool framesOnly, bool isJson, string? gatePipeline, CancellationToken cancellationToken)
    {
        var (text, problem) = DeclarativeInput.Read(path);
        if (text is null)
        {
            return Diagnostics.Tell([problem!]);
        }

        var checkedFile = DeclarativeFile.Check(path, text);
        switch (checkedFile.Kind)
        {
            case DeclarativeKind.PipelineLib:
                var file = PipelineLibFile.Read(path, text);
                Print(file, framesOnly, isJson);
                return Diagnostics.Tell([.. file.Diagnostics, .. gatePipeline is null ? [] : file.RefusedIn(gatePipeline)]);
            case DeclarativeKind.Blubber:
                Diagnostics.Tell(checkedFile.Diagnostics);
                await Console.Error.WriteLineAsync($"{path} says what images there are, and no pipelines; pluginci blubber {path} VARIANT prints a Dockerfile.");
                return ExitCode.Failed;
            case DeclarativeKind.Own when checkedFile.Diagnostics.IsEmpty && framesOnly:
                await Console.Error.WriteLineAsync($"{path} has jobs and no frames; leave --frames out.");
                return ExitCode.Usage;
            case DeclarativeKind.Own when checkedFile.Diagnostics.IsEmpty:
                return PlanCommand.Print(await DeclarativeInput.EvaluateAsync(path, text, cancellationToken), isJson, plan => PlanTree.Of(path, plan));
            case DeclarativeKind.Own:
            case DeclarativeKind.Other:
                break;
        }

        return Diagnostics.Tell(checkedFile.Diagnostics);
    }

    private static void Print(PipelineLibFile file, bool framesOnly, bool isJson)
    {
        if (isJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(file.Outlines, ModelJson.Indented));
            return;
        }

        foreach (var pipeline in file.Outlines)
        {
            Console.Out.WriteLine(framesOnly ? $"{pipeline.Name}\t{pipeline.Line}" : Describe(pipeline));
        }
    }

    private static string Describe(PipelineOutline pipeline) =>
        string.Join('\n', pipeline.Stages.Select(stage => $"  {stage.Name}: {string.Join(", ", stage.Actions)}").Prepend($"{pipeline.Name}: {pipeline.Line}"));
}
