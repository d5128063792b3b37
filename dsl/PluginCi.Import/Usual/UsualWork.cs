using System.Collections.Immutable;

namespace PluginCi.Import;

/// <summary>What a job usually does, where its name or its image says so and no file says what is in it.</summary>
/// <param name="System">The system that has what the commands call; null for the programs of the machine.</param>
/// <param name="Commands">Command texts, each of one shell.</param>
/// <param name="Text">What is taken for granted.</param>
internal sealed record UsualWork(KnownSystem? System, ImmutableArray<string> Commands, string Text)
{
    public ImmutableArray<FoundService> Services { get; init; } = [];

    public ImmutableArray<FoundArtifact> Artifacts { get; init; } = [];

    /// <summary>What a person has to decide, since the job does more than its commands; null for nothing.</summary>
    public string? Missing { get; init; }
}
