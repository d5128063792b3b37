namespace PluginCi.Declarative;

/// <summary>Files of real projects, and what the programs that they are for make of them. They lie beside the repository, and are not part of it.</summary>
internal static class Samples
{
    public const string Missing = "The samples of others' files (../shared/samples) are not on this machine.";

    public static string Root { get; } = Path.Combine(SourceTree.PathTo(".."), "shared", "samples");

    public static bool Exist => File.Exists(PathTo("MANIFEST.tsv"));

    public static string PathTo(string file) => Path.Combine(Root, file);

    /// <summary>The rows of a table without its heading.</summary>
    public static IEnumerable<string[]> Rows(string table) => File.ReadLines(PathTo(table)).Skip(1).Select(line => line.Split('\t'));

    /// <summary>Fails with everything that is wrong.</summary>
    public static void AssertNothing(IEnumerable<string> wrong)
    {
        var all = string.Join('\n', wrong);
        Assert.True(all.Length == 0, all);
    }
}
