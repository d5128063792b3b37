using System.Text.RegularExpressions;

namespace PluginCi.Dsl;

/// <summary>The pages about the DSL.</summary>
internal static partial class Documentation
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(ScriptFile.Folder, "..", "..", ".."));

    public static string Read(string page) => File.ReadAllText(Path.Combine(Root, "docs", "reference", page));

    public static IEnumerable<string> IdsInSource() =>
        new[] { "dsl", "core/PluginCi.Gate", "core/PluginCi.Scheduler" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Id().Matches(File.ReadAllText(file)).Select(match => match.Value))
            .Distinct()
            .Order(StringComparer.Ordinal);

    public static IEnumerable<string> IdsIn(string text) => Id().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The fenced csx blocks of a page.</summary>
    public static IEnumerable<string> Scripts(string page) => Block().Matches(Read(page)).Select(match => match.Groups[1].Value);

    [GeneratedRegex("PCI2\\d\\d\\d")]
    private static partial Regex Id();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
