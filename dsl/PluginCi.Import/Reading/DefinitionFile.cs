using System.Collections.Immutable;
using PluginCi.Declarative;
using PluginCi.Model;

namespace PluginCi.Import;

/// <summary>A file that is a list of definitions, each a map of its kind to what it says: the form of Zuul and of Jenkins Job Builder.</summary>
internal static class DefinitionFile
{
    /// <summary>Reads the definitions of a file.</summary>
    /// <param name="input">Where files are read from.</param>
    /// <param name="path">The file.</param>
    /// <param name="owner">Whose form it is, for messages.</param>
    /// <param name="diagnostics">Takes what is wrong with the file.</param>
    /// <param name="tags">The tags that it may have.</param>
    /// <returns>The definitions in their order; none of a file that cannot be read.</returns>
    public static IReadOnlyList<MapEntry> Read(ImportInput input, string path, string owner, List<Diagnostic> diagnostics, params ImmutableArray<string> tags)
    {
        var (text, problem) = input.Read(path);
        if (text is null)
        {
            diagnostics.Add(problem!);
            return [];
        }

        var findings = new Findings(path);
        var root = YamlReader.ReadAny(text, findings, tags);
        diagnostics.AddRange(findings.InOrder());
        if (root is not null and not ListNode)
        {
            diagnostics.Add(Wrong(path, root, $"the file must be a list of definitions of {owner}, found {root.Kind}"));
        }

        var items = (root as ListNode)?.Items ?? [];
        diagnostics.AddRange(items.Where(item => item is not MapNode).Select(item => Wrong(path, item, $"a definition of {owner} is a map, such as 'job: {{ name: unit }}', found {item.Kind}")));
        return [.. items.OfType<MapNode>().SelectMany(item => item.Entries)];
    }

    private static Diagnostic Wrong(string path, Node node, string text) =>
        new(path, node.At.Line, node.At.Column, DiagnosticSeverity.Error, DeclarativeDiagnostics.WrongKind, text);
}
