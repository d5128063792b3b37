using PluginCi.Plugins;

namespace PluginCi.Server;

/// <summary>One plugin folder.</summary>
/// <param name="Id">The plugin's id, or the folder's name when its manifest cannot be read.</param>
/// <param name="Version">Its own version; empty when its manifest cannot be read.</param>
/// <param name="Contract">The contract it was built against; empty when its manifest cannot be read.</param>
/// <param name="Capabilities">What it declares.</param>
/// <param name="Health">How it is.</param>
/// <param name="Message">One sentence about the last trouble; empty when there was none.</param>
public sealed record PluginView(string Id, string Version, string Contract, IReadOnlyList<string> Capabilities, PluginHealth Health, string Message);
