namespace PluginCi.Declarative;

/// <summary>Files of another image that are there while a command runs.</summary>
/// <param name="From"><c>local</c> for the repository, or a variant, or an image.</param>
/// <param name="Source">The folder of it; empty for all.</param>
/// <param name="Destination">Where they are; empty for the working directory.</param>
internal sealed record BuildMount(string From, string Source, string Destination);
