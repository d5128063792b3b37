namespace PluginCi.Import;

/// <summary>Files that a job hands on.</summary>
internal readonly record struct FoundArtifact(string Glob, string Name);
