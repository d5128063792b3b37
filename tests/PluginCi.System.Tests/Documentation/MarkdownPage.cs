using System.Text.RegularExpressions;

namespace PluginCi.Systems;

/// <summary>A page of the documentation, with its fenced blocks.</summary>
internal sealed partial class MarkdownPage
{
    private readonly string _text;

    private MarkdownPage(string name)
    {
        Name = name;
        _text = File.ReadAllText(SourceTree.PathTo(name));
    }

    /// <summary>Its path from the root of the sources.</summary>
    public string Name { get; }

    /// <summary>What is after the opening fence, and what is between the fences.</summary>
    public IReadOnlyList<(string Language, string Text)> Blocks =>
        [.. Fence().Matches(_text).Select(match => (match.Groups["language"].Value, match.Groups["text"].Value))];

    /// <summary>The targets of its links to files.</summary>
    public IEnumerable<string> Links => Link().Matches(_text).Select(match => match.Groups["target"].Value.Split('#')[0]).Where(target => target.Length > 0);

    public static MarkdownPage Read(string name) => new(name);

    /// <summary>The pages that people follow. What is in <c>docs/design</c> and <c>docs/adr</c> is read, not done.</summary>
    public static IEnumerable<MarkdownPage> ReadAll() =>
        Directory.EnumerateFiles(SourceTree.PathTo("docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(SourceTree.PathTo("plugins"), "README.md", SearchOption.AllDirectories))
            .Append(SourceTree.PathTo("README.md"))
            .Select(file => Path.GetRelativePath(SourceTree.Root, file))
            .Where(name => !name.StartsWith("docs/design/", StringComparison.Ordinal) && !name.StartsWith("docs/adr/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Read);


    /// <summary>The cells of its table rows, without the code marks.</summary>
    public IEnumerable<string[]> Rows() => _text.Split('\n')
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Trim('|').Split(" | ").Select(cell => cell.Trim().Trim('`')).ToArray());

    [GeneratedRegex(@"^```(?<language>[^\n]*)\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\((?!https?:)(?<target>[^)\s]*)\)")]
    private static partial Regex Link();
}
