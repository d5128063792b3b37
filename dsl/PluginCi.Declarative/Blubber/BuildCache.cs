namespace PluginCi.Declarative;

/// <summary>A folder that later builds find as this one left it.</summary>
/// <param name="Destination">The folder.</param>
/// <param name="Id">What shares it; empty for the same folder.</param>
/// <param name="Access">shared, locked or private; empty for shared.</param>
internal sealed record BuildCache(string Destination, string Id, string Access);
