namespace PluginCi.Import;

/// <summary>Files of real projects. They lie beside the repository, and are not part of it.</summary>
internal static class Samples
{
    public const string Missing = "The samples of others' files (../shared/samples) are not on this machine.";

    public static string Root { get; } = Path.Combine(SourceTree.PathTo(".."), "shared", "samples");

    public static bool Exist => File.Exists(PathTo("MANIFEST.tsv"));

    public static string PathTo(string file) => Path.Combine(Root, file);
}
