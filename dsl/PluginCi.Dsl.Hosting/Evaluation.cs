using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>What came of evaluating a script.</summary>
/// <typeparam name="T"><see cref="Plan"/> or <see cref="SitePlan"/>.</typeparam>
/// <param name="Value">The plan; null exactly when there is an error among the diagnostics.</param>
/// <param name="Diagnostics">Errors and warnings, in the order of their places.</param>
/// <param name="IsFromCache">True when the same script was evaluated before.</param>
public sealed record Evaluation<T>(T? Value, ImmutableArray<Diagnostic> Diagnostics, bool IsFromCache)
    where T : class;
