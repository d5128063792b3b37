using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>A stage of a pipeline.</summary>
/// <param name="Name">Its name, by which variables and the graph know it.</param>
/// <param name="At">Where it stands.</param>
/// <param name="Steps">What it does, in the order in which it is done, whatever the order of the file.</param>
/// <param name="Blubberfile">Its own Blubber file as a path or inline; null for the pipeline's.</param>
/// <param name="Notify">Who hears that it failed, with what the pipeline says of it; null for nobody.</param>
internal sealed record LibStage(string Name, Place At, ImmutableArray<LibStep> Steps, Node? Blubberfile, MapNode? Notify)
{
    /// <summary>The actions that every run may take.</summary>
    private static readonly ImmutableArray<string> Harmless = ["build", "copy", "exports", "notify", "run"];

    /// <summary>The keys of the file but its name, in the order of the file.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>What of it only a run on what is merged, or about to be, may do. A Blubber file of its own counts as such.</summary>
    public IEnumerable<string> Guarded => Keys.Except(Harmless);

    /// <summary>The names that a step leaves behind for later steps and stages, beside what <c>exports</c> says.</summary>
    public static ImmutableArray<string> ExportsOf(LibStep step) => step.Action switch
    {
        "build" => ["imageID", "imageLocalName"],
        "run" => ["container", "output"],
        "copy" => ["artifactURLs"],
        "publish" when (step.Config as MapNode)?.Has("image") is true => ["imageName", "imageFullName", "imageTag", "imageTags", "publishedImage"],
        "deploy" => ["releaseName"],
        "exports" => [.. ((MapNode)step.Config).Entries.Select(entry => entry.Key)],
        _ => [],
    };
}
