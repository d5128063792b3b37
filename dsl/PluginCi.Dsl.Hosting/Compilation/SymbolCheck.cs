using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Diagnostic = PluginCi.Model.Diagnostic;
using DiagnosticSeverity = PluginCi.Model.DiagnosticSeverity;

namespace PluginCi.Dsl.Hosting;

/// <summary>Checks that a script uses values only: no files, network, processes, environment, reflection, threads, clock or chance.</summary>
/// <remarks>This check gives good messages early. What guards the server is the process the script runs in.</remarks>
internal static class SymbolCheck
{
    /// <summary>The diagnostic about jobs that nothing returns.</summary>
    public const string Forgotten = "PCI2032";

    /// <returns>What is wrong, each message once a line.</returns>
    public static IEnumerable<Diagnostic> Check(SemanticModel model, SyntaxTree tree, string entry, References references) =>
        CheckNodes(model, tree, entry, references).DistinctBy(found => (found.Line, found.Text));

    private static IEnumerable<Diagnostic> CheckNodes(SemanticModel model, SyntaxTree tree, string entry, References references)
    {
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            if (FindForbidden(model, node, references) is { } forbidden)
            {
                var kind = ForbiddenKind.Of(forbidden);
                yield return Tell(node, entry, DiagnosticSeverity.Error, kind.Id, kind.Message(forbidden));
            }
            else if (FindUnused(model, node) is { } unused)
            {
                yield return Tell(
                    node, entry, DiagnosticSeverity.Error, "PCI2007", $"the result of {unused} is not used: verbs give a new value and leave the old one as it is. Write `x = x.{unused}(…);`, or chain the verbs.");
            }
            else if (tree.FilePath == entry && FindForgotten(model, node) is { } forgotten)
            {
                yield return Tell(
                    node, entry, DiagnosticSeverity.Warning, Forgotten, $"'{forgotten}' is used nowhere, so that its jobs do not run; add it to a stage of Project(…), for example Commit({forgotten}), or remove it.");
            }
        }
    }

    private static string? FindForbidden(SemanticModel model, SyntaxNode node, References references) => node switch
    {
        UnsafeStatementSyntax or PointerTypeSyntax or FunctionPointerTypeSyntax => "unsafe code",
        AwaitExpressionSyntax => "await",
        TypeOfExpressionSyntax => "typeof",
        AttributeSyntax => "attributes",
        IdentifierNameSyntax { Identifier.ValueText: "dynamic" } name when model.GetTypeInfo(name).Type is IDynamicTypeSymbol => "dynamic",
        SimpleNameSyntax or BaseObjectCreationExpressionSyntax when references.IsOfLibrary(model.GetSymbolInfo(node).Symbol) => null,
        SimpleNameSyntax name => AllowedSymbols.FindForbidden(model.GetSymbolInfo(name).Symbol),
        BaseObjectCreationExpressionSyntax creation => AllowedSymbols.FindForbidden(model.GetSymbolInfo(creation).Symbol),
        _ => null,
    };

    private static string? FindUnused(SemanticModel model, SyntaxNode node)
    {
        // The last expression of a script without a semicolon is its value, not a statement.
        if (node is not ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } statement || statement.SemicolonToken.IsMissing)
        {
            return null;
        }

        return model.GetSymbolInfo(call).Symbol is IMethodSymbol { ReturnsVoid: false } method && method.ReturnType.ContainingNamespace?.ToDisplayString() == "PluginCi.Dsl"
            ? method.Name
            : null;
    }

    private static string? FindForgotten(SemanticModel model, SyntaxNode node)
    {
        if (node is not VariableDeclaratorSyntax || model.GetDeclaredSymbol(node) is not IFieldSymbol { Type: { Name: "Job" or "JobSet" or "Recipe" } type } variable || type.ContainingNamespace?.ToDisplayString() != "PluginCi.Dsl")
        {
            return null;
        }

        var names = model.Compilation.SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<IdentifierNameSyntax>());
        return names.Any(name => name.Identifier.ValueText == variable.Name) ? null : variable.Name;
    }

    private static Diagnostic Tell(SyntaxNode node, string entry, DiagnosticSeverity severity, string id, string text)
    {
        var place = node.GetLocation().GetLineSpan();
        var path = string.IsNullOrEmpty(place.Path) ? entry : place.Path;
        return new Diagnostic(path, place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1, severity, id, text);
    }
}
