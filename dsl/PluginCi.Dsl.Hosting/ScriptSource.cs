using System.Collections.Immutable;

namespace PluginCi.Dsl.Hosting;

/// <summary>A script with the files it may load.</summary>
/// <param name="Entry">The script, for example <c>.pipeline/pipeline.csx</c>; one of the files.</param>
/// <param name="Files">The texts by path from the repository's root, with forward slashes.</param>
public sealed record ScriptSource(string Entry, ImmutableSortedDictionary<string, string> Files);
