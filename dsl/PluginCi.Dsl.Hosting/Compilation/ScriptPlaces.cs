using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Diagnostic = PluginCi.Model.Diagnostic;

namespace PluginCi.Dsl.Hosting;

/// <summary>Finds in the text of a script what a finding about its value is about. Values know their file and line only.</summary>
internal sealed class ScriptPlaces(ImmutableArray<SyntaxTree> trees)
{
    /// <summary>The finding at the verb that brought it, or else at what begins the value.</summary>
    public Diagnostic Locate(Finding finding)
    {
        var (said, word) = finding;
        var node = said.Line == 0 ? FindAnywhere(said, word) : FindOnLine(said, word);
        return node is null ? said : At(said, node.GetLocation());
    }

    /// <summary>Something about the script as a whole, at its last statement.</summary>
    public Diagnostic LocateEnd(Diagnostic said) =>
        trees.FirstOrDefault(tree => PathOf(tree, said.Path) == said.Path)?.GetRoot().ChildNodes().LastOrDefault() is { } last ? At(said, last.GetLocation()) : said;

    private static Diagnostic At(Diagnostic said, Location location)
    {
        var place = location.GetMappedLineSpan();
        return said with { Path = PathOf(location.SourceTree!, said.Path), Line = place.StartLinePosition.Line + 1, Column = place.StartLinePosition.Character + 1 };
    }

    private static string PathOf(SyntaxTree tree, string entry) => tree.FilePath.Length == 0 ? entry : tree.FilePath;

    private SimpleNameSyntax? FindOnLine(Diagnostic said, string? word)
    {
        var calls = Calls(said.Path).Where(call => LineOf(call.ArgumentList.OpenParenToken) == said.Line && call.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax }).ToArray();
        var begin = calls.FirstOrDefault(call => Names(call, said)) ?? calls.FirstOrDefault(call => call.Expression is IdentifierNameSyntax { Identifier.ValueText: not ("Project" or "Site" or "Commit" or "Health" or "Integration" or "Acceptance" or "In" or "Group") }) ?? calls.FirstOrDefault();
        return begin is null ? null : word is null ? NameOf(begin) : NameOf(Chain(begin).FirstOrDefault(call => NameOf(call).Identifier.ValueText == word && Names(call, said)) ?? Chain(begin).FirstOrDefault(call => NameOf(call).Identifier.ValueText == word) ?? begin);
    }

    private SimpleNameSyntax? FindAnywhere(Diagnostic said, string? word)
    {
        var calls = trees.SelectMany(tree => Calls(tree)).Where(call => NameOf(call).Identifier.ValueText == word).ToArray();
        return (calls.LastOrDefault(call => Names(call, said)) ?? calls.FirstOrDefault()) is { } found ? NameOf(found) : null;
    }

    private IEnumerable<InvocationExpressionSyntax> Calls(string path) => trees.Where(tree => PathOf(tree, path) == path).SelectMany(Calls);

    private static IEnumerable<InvocationExpressionSyntax> Calls(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => call.Expression is SimpleNameSyntax or MemberAccessExpressionSyntax);

    private static int LineOf(SyntaxToken token) => token.GetLocation().GetMappedLineSpan().StartLinePosition.Line + 1;

    private static SimpleNameSyntax NameOf(InvocationExpressionSyntax call) => call.Expression is MemberAccessExpressionSyntax access ? access.Name : (SimpleNameSyntax)call.Expression;

    /// <summary>A call and those of the verbs behind it.</summary>
    private static IEnumerable<InvocationExpressionSyntax> Chain(InvocationExpressionSyntax begin)
    {
        for (SyntaxNode? call = begin; call is InvocationExpressionSyntax one; call = (one.Parent as MemberAccessExpressionSyntax)?.Parent)
        {
            yield return one;
        }
    }

    // What messages quote is mostly what was written: job 'unit' is that of Job("unit").
    private static bool Names(InvocationExpressionSyntax call, Diagnostic said) => call.ArgumentList.Arguments
        .Select(argument => argument.Expression)
        .OfType<LiteralExpressionSyntax>()
        .Any(literal => said.Text.Contains($"'{literal.Token.ValueText}'", StringComparison.Ordinal));
}
