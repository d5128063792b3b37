namespace PluginCi.Import;

/// <summary>A pipeline of the site: its name and the verbs that make it, as they are written.</summary>
internal sealed record FoundPipeline(string Name, string Verbs);
