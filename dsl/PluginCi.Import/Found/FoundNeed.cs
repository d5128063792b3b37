namespace PluginCi.Import;

/// <summary>That a job comes after another one.</summary>
/// <param name="Job">The other one's name.</param>
/// <param name="IsSoft">True where it runs also without the other one.</param>
/// <param name="Fetches">True where it gets the other one's artifacts.</param>
internal sealed record FoundNeed(string Job, bool IsSoft, bool Fetches);
