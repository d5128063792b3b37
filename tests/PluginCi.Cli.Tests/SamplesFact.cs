namespace PluginCi.Cli;

/// <summary>A test that reads files of real projects, which lie beside the repository and are not part of it.</summary>
internal sealed class SamplesFact : FactAttribute
{
    public SamplesFact() => Skip = Directory.Exists(Folder) ? null : "The samples of others' files (../shared/samples) are not on this machine.";

    public static string Folder { get; } = Path.Combine(SourceTree.PathTo(".."), "shared", "samples");
}
