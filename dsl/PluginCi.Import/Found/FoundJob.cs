using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>A job, as far as scripts can say it.</summary>
internal sealed record FoundJob
{
    /// <summary>A name that scripts may give; with a matrix, marks of its values are added when it is written.</summary>
    public required string Name { get; init; }

    /// <summary>The name in the file.</summary>
    public required string Origin { get; init; }

    public required string File { get; init; }

    public required Place At { get; init; }

    public FoundSystem? System { get; init; }

    public FoundMatrix? Matrix { get; init; }

    /// <summary>Command texts, each of one shell.</summary>
    public ImmutableArray<string> Steps { get; init; } = [];

    /// <summary>The pipelines that it runs in; empty for all.</summary>
    public ImmutableArray<string> Pipelines { get; init; } = [];

    public ImmutableArray<FoundNeed> Needs { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ImmutableArray<FoundService> Services { get; init; } = [];

    public ImmutableArray<FoundArtifact> Artifacts { get; init; } = [];

    public ImmutableArray<FoundCache> Caches { get; init; } = [];

    public ImmutableArray<string> Reports { get; init; } = [];

    public ImmutableArray<string> WhenChanged { get; init; } = [];

    public ImmutableArray<string> Irrelevant { get; init; } = [];

    public ImmutableArray<string> Branches { get; init; } = [];

    public ImmutableArray<string> Semaphores { get; init; } = [];

    public ImmutableArray<string> Registries { get; init; } = [];

    public ImmutableArray<string> Hosts { get; init; } = [];

    public TimeSpan? Timeout { get; init; }

    public int? Attempts { get; init; }

    public int? FlakeRetries { get; init; }

    public bool IsVoting { get; init; } = true;

    public bool HoldsFollowing { get; init; }
}
