using System.Collections.Immutable;

namespace PluginCi.Import;

/// <summary>What stands for an image.</summary>
/// <param name="System">The system.</param>
/// <param name="Registries">Where jobs on it usually have their dependencies from.</param>
/// <param name="Outcome">How near it is to the image.</param>
/// <param name="Text">What is different, or to be done.</param>
internal sealed record KnownSystem(FoundSystem System, ImmutableArray<string> Registries, ImportOutcome Outcome, string Text);
