using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PluginCi.Dsl.Hosting;

/// <summary>What the compiler says, in our words where it does not know what scripts are.</summary>
internal static class CompilerMessages
{
    /// <returns>The id and the text.</returns>
    public static (string Id, string Text) Say(Microsoft.CodeAnalysis.Diagnostic said, CSharpCompilation compilation, string path, ImmutableSortedDictionary<string, string> files, References references)
    {
        var text = said.GetMessage(CultureInfo.InvariantCulture);
        return said.Id switch
        {
            "CS0006" or "CS7069" => ("PCI2102", $"only {string.Join(" and ", references.Named.Select(file => $"`#r \"{file}\"`"))} are allowed; what another assembly would do belongs into a step of a job."),
            "CS1504" => SayLoad(said, path, files),
            "CS0103" or "CS0234" or "CS0246" => SayName(said, text, compilation),
            "CS1061" or "CS0117" => (said.Id, WithQuestion(text, QuestionOf(said, compilation))),
            _ => (said.Id, text),
        };
    }

    // Names of what no script has are told as what they are, although the compiler only misses an assembly.
    private static (string Id, string Text) SayName(Microsoft.CodeAnalysis.Diagnostic said, string text, CSharpCompilation compilation)
    {
        var forbidden = said.Location.SourceTree is null ? null : NameAt(said) is { } name ? ForbiddenKind.FullNameOf(name) : null;
        return forbidden is null ? (said.Id, WithQuestion(text, QuestionOf(said, compilation))) : (ForbiddenKind.Of(forbidden).Id, ForbiddenKind.Of(forbidden).Message(forbidden));
    }

    private static (string Id, string Text) SayLoad(Microsoft.CodeAnalysis.Diagnostic said, string path, ImmutableSortedDictionary<string, string> files)
    {
        var written = NodeAt(said).DescendantNodesAndSelf(descendIntoTrivia: true).OfType<LoadDirectiveTriviaSyntax>().FirstOrDefault(load => load.Span.Contains(said.Location.SourceSpan.Start))?.File.ValueText ?? "";
        var resolved = new FileResolver(files).NormalizePath(written, path);
        var known = files.Keys.Where(file => file.StartsWith(".pipeline/", StringComparison.Ordinal) && file != path);
        return resolved?.StartsWith(".pipeline/", StringComparison.Ordinal) is true
            ? ("PCI2080", $"there is no file {resolved} to load.{Nearest.Question(resolved, known)} `#load` takes a path from the folder of the script that it stands in.")
            : ("PCI2103", $"`#load \"{written}\"` leads out of .pipeline/; it takes files below .pipeline/ of the same repository. Move the file there.");
    }

    private static string WithQuestion(string text, string question) => question.Length == 0 ? text : $"{text.TrimEnd('.')}.{question}";

    private static string QuestionOf(Microsoft.CodeAnalysis.Diagnostic said, CSharpCompilation compilation)
    {
        if (said.Location.SourceTree is not { } tree || NameAt(said) is not { } name)
        {
            return "";
        }

        var model = compilation.GetSemanticModel(tree);
        var known = NodeAt(said) is { Parent: MemberAccessExpressionSyntax access } part && access.Name == part
            ? (model.GetTypeInfo(access.Expression).Type ?? model.GetSymbolInfo(access.Expression).Symbol as INamespaceOrTypeSymbol)?.GetMembers() ?? []
            : model.LookupSymbols(said.Location.SourceSpan.Start);
        return Nearest.Question(name, known.Where(symbol => symbol.CanBeReferencedByName).Select(symbol => symbol.Name).Distinct());
    }

    private static string? NameAt(Microsoft.CodeAnalysis.Diagnostic said) => NodeAt(said) switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    private static SyntaxNode NodeAt(Microsoft.CodeAnalysis.Diagnostic said) => said.Location.SourceTree!.GetRoot().FindNode(said.Location.SourceSpan, getInnermostNodeForTie: true);
}
