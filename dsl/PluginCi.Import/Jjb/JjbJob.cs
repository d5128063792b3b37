using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>A job of Jenkins, all variables filled in.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Map">Its keys.</param>
/// <param name="Template">The name of the template that it is made of; null for none.</param>
/// <param name="Missing">The variables that nothing gives a value.</param>
internal sealed record JjbJob(string Name, MapNode Map, string? Template, IReadOnlyCollection<string> Missing);
