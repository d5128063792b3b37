namespace PluginCi.Import;

/// <summary>A service of a job.</summary>
/// <param name="Kind">The verb of <c>Service</c>, for example <c>PostgreSql</c>.</param>
/// <param name="Version">The version that there is.</param>
/// <param name="Name">A name of its own; null for the usual one.</param>
internal sealed record FoundService(string Kind, string Version, string? Name = null);
