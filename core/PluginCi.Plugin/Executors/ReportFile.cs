namespace PluginCi.Plugin;

/// <summary>A file that a build wrote about its tests.</summary>
/// <param name="Path">Its path from the folder that steps start in, with forward slashes.</param>
/// <param name="Content">Its bytes; cut where it is larger than the executor takes.</param>
/// <remarks>Since contract 1.2.</remarks>
public sealed record ReportFile(string Path, ReadOnlyMemory<byte> Content);
