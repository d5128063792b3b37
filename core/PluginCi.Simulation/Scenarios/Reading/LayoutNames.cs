using System.Collections.Immutable;

namespace PluginCi.Simulation;

/// <summary>The names that the layouts of a scenario brought so far, each once, in the order of the file.</summary>
internal sealed record LayoutNames(
    ImmutableArray<string> Pipelines, ImmutableArray<string> Jobs, ImmutableArray<string> Projects, ImmutableArray<string> Groups, ImmutableArray<string> Queues)
{
    public static LayoutNames None { get; } = new([], [], [], [], []);

    /// <summary>What a freeze may be about.</summary>
    public ImmutableArray<string> Scopes => ["all", .. Queues, .. Projects.Except(Queues), .. Groups.Except(Queues).Except(Projects)];

    /// <summary>These names and those of another layout.</summary>
    public LayoutNames With(LayoutNames other) => new(
        [.. Pipelines.Union(other.Pipelines)],
        [.. Jobs.Union(other.Jobs)],
        [.. Projects.Union(other.Projects)],
        [.. Groups.Union(other.Groups)],
        [.. Queues.Union(other.Queues)]);
}
