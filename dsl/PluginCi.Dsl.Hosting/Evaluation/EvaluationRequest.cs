using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>What the evaluator process is asked; one JSON document on its standard input.</summary>
internal sealed record EvaluationRequest
{
    /// <summary>True for <c>site.csx</c>, false for a project's script.</summary>
    public required bool IsSite { get; init; }

    public required string Entry { get; init; }

    public required ImmutableSortedDictionary<string, string> Files { get; init; }

    /// <summary>The hashes of libraries of recipes that the script may name, by their names; they lie in <see cref="EvaluatorSandbox.LibraryFolder"/>.</summary>
    public ImmutableSortedDictionary<string, string> Libraries { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Jobs to be judged instead of a script to be evaluated; null for a script.</summary>
    public PolicyCase? Case { get; init; }

    /// <summary>The pipelines that a project may name.</summary>
    public required ImmutableArray<string> Pipelines { get; init; }
}
