using System.Collections.Immutable;

namespace PluginCi.Import;

/// <summary>A folder that is kept from build to build.</summary>
internal sealed record FoundCache(string Folder, ImmutableArray<string> KeyFiles);
