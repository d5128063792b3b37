using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>What one definition of a job says, or all of a job and those above it together. What is null is not said.</summary>
internal sealed record Zuul3Job
{
    public required string Name { get; init; }

    public required MapNode Map { get; init; }

    public string? Parent { get; init; }

    public bool IsAbstract { get; init; }

    /// <summary>The playbooks with the files that name them; those before, from the outermost on.</summary>
    public ImmutableArray<ScalarNode> PreRun { get; init; } = [];

    public ImmutableArray<ScalarNode> Run { get; init; } = [];

    /// <summary>The playbooks afterwards, from the innermost on.</summary>
    public ImmutableArray<ScalarNode> PostRun { get; init; } = [];

    public Node? NodeSet { get; init; }

    public TimeSpan? Timeout { get; init; }

    public int? Attempts { get; init; }

    public bool? IsVoting { get; init; }

    public bool? HoldsFollowing { get; init; }

    public ImmutableArray<string>? Files { get; init; }

    public ImmutableArray<string>? Irrelevant { get; init; }

    public ImmutableArray<string>? Branches { get; init; }

    public ImmutableArray<FoundNeed>? Needs { get; init; }

    public ImmutableArray<string> Semaphores { get; init; } = [];

    public ImmutableDictionary<string, Node> Variables { get; init; } = ImmutableDictionary<string, Node>.Empty;

    /// <summary>This job with what a definition below it says, which wins.</summary>
    public Zuul3Job With(Zuul3Job later) => later with
    {
        PreRun = [.. PreRun, .. later.PreRun],
        Run = later.Run.IsEmpty ? Run : later.Run,
        PostRun = [.. later.PostRun, .. PostRun],
        NodeSet = later.NodeSet ?? NodeSet,
        Timeout = later.Timeout ?? Timeout,
        Attempts = later.Attempts ?? Attempts,
        IsVoting = later.IsVoting ?? IsVoting,
        HoldsFollowing = later.HoldsFollowing ?? HoldsFollowing,
        Files = later.Files ?? Files,
        Irrelevant = later.Irrelevant ?? Irrelevant,
        Branches = later.Branches ?? Branches,
        Needs = later.Needs ?? Needs,
        Semaphores = [.. Semaphores.Union(later.Semaphores)],
        Variables = Variables.SetItems(later.Variables),
    };
}
