namespace PluginCi.Server;

/// <summary>How the server is.</summary>
/// <param name="Status"><c>healthy</c>, or <c>degraded</c> when there is a warning or a plugin that is not healthy.</param>
/// <param name="Version">The server's version.</param>
/// <param name="Queues">How many queues it runs.</param>
/// <param name="Items">How many items are in them.</param>
/// <param name="Plugins">How many plugins are healthy.</param>
/// <param name="Warnings">What somebody should look at, one sentence each.</param>
public sealed record HealthView(string Status, string Version, int Queues, int Items, int Plugins, IReadOnlyList<string> Warnings);
