using System.Collections.Immutable;

namespace PluginCi.Plugins;

/// <summary>What there is to know of one plugin folder.</summary>
/// <param name="Id">Its id, or the folder's name when the manifest cannot be read.</param>
/// <param name="Version">Its own version; empty when the manifest cannot be read.</param>
/// <param name="Contract">The contract it was built against; empty when the manifest cannot be read.</param>
/// <param name="Capabilities">What it declares.</param>
/// <param name="Health">How it is.</param>
/// <param name="Message">One sentence about the last trouble; empty when there was none.</param>
/// <param name="Directory">Its folder.</param>
public sealed record PluginStatus(
    string Id, string Version, string Contract, ImmutableArray<string> Capabilities, PluginHealth Health, string Message, string Directory);
