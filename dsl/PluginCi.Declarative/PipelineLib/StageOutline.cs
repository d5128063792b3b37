using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>What a stage does.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Actions">Its actions, for example <c>build</c> and <c>run</c>, in the order in which they are done.</param>
public sealed record StageOutline(string Name, ImmutableArray<string> Actions);
