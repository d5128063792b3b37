using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>What a pipeline of a file of PipelineLib does, and in which order.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Frames">The names of stages that run at the same time, frame after frame; each frame waits for all of the one before. Null where the stages wait for each other in a circle.</param>
/// <param name="Stages">Its stages, in the order of the file.</param>
public sealed record PipelineOutline(string Name, ImmutableArray<ImmutableArray<string>>? Frames, ImmutableArray<StageOutline> Stages)
{
    /// <summary>The frames on one line: <c>a|b &gt; c</c>, and <c>CYCLE</c> for a circle.</summary>
    public string Line => Frames is { } frames ? string.Join(" > ", frames.Select(frame => string.Join('|', frame))) : "CYCLE";
}
