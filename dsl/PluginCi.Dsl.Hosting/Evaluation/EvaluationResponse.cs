using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>What the evaluator process answers; one JSON document on its standard output.</summary>
internal sealed record EvaluationResponse
{
    public Plan? Plan { get; init; }

    public SitePlan? Site { get; init; }

    /// <summary>The policies that hold, each with its job.</summary>
    public ImmutableArray<PolicyMatch> Held { get; init; } = [];

    public required ImmutableArray<Diagnostic> Diagnostics { get; init; }
}
