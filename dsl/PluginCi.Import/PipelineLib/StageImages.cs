using System.Text.RegularExpressions;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>The variants that the images of stages are made of, by the variables that name them.</summary>
internal static partial class StageImages
{
    private const int DeepestName = 20;

    /// <summary>The variant that a stage builds; null for none.</summary>
    public static string? Built(LibStage stage) => (stage.Steps.FirstOrDefault(step => step.Action == "build")?.Config as MapNode)?.Text("variant") is { } variant
        ? variant == "${.stage}" ? stage.Name : variant
        : null;

    /// <summary>The variant of the image that a text names, as seen by a stage; null where it is none of the pipeline's.</summary>
    public static string? Of(string text, LibStage stage, LibPipeline pipeline) => Of(text, stage, pipeline, 0);

    private static string? Of(string text, LibStage stage, LibPipeline pipeline, int level)
    {
        var variable = Variable().Match(text);
        var of = variable.Groups["stage"].Value is { Length: > 0 } name ? pipeline.Stages.FirstOrDefault(one => one.Name == name) : stage;
        if (!variable.Success || of is null || level > DeepestName)
        {
            return null;
        }

        var key = variable.Groups["key"].Value;
        return key is "imageID" or "imageLocalName" or "publishedImage" or "imageFullName"
            ? Built(of)
            : (of.Steps.FirstOrDefault(step => step.Action == "exports")?.Config as MapNode)?.Text(key) is { } exported ? Of(exported, of, pipeline, level + 1) : null;
    }

    [GeneratedRegex(@"^\$\{(?<stage>[^.}]*)\.(?<key>[^}|]+)\}\z")]
    private static partial Regex Variable();
}
