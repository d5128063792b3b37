using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>A package archive.</summary>
internal sealed record AptSource(string Url, string Distribution, ImmutableArray<string> Components, string SignedBy);
