using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>A pipeline of a file of PipelineLib.</summary>
/// <param name="Name">Its name.</param>
/// <param name="At">Where it stands.</param>
/// <param name="Stages">Its stages, in the order of the file.</param>
/// <param name="Graph">Which stages come after which.</param>
internal sealed record LibPipeline(string Name, Place At, ImmutableArray<LibStage> Stages, ExecutionGraph Graph)
{
    /// <summary>The Blubber file, as a path below <c>.pipeline</c> or inline.</summary>
    public required Node Blubberfile { get; init; }

    /// <summary>The folder that stages work in, relative to the repository.</summary>
    public required string Directory { get; init; }

    /// <summary>How the repository is fetched.</summary>
    public required LibFetch Fetch { get; init; }

    /// <summary>The stages that run at the same time, frame after frame; null for a circle.</summary>
    public ImmutableArray<ImmutableArray<string>>? Frames { get; } = Graph.ToFrames();
}
