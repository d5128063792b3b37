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
    /// <returns>What is wrong, each message once a line.</returns>
    public static IEnumerable<Diagnostic> Check(SemanticModel model, SyntaxTree tree, string entry) =>
        CheckNodes(model, tree, entry).DistinctBy(found => (found.Line, found.Text));

    private static IEnumerable<Diagnostic> CheckNodes(SemanticModel model, SyntaxTree tree, string entry)
    {
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            if (FindForbidden(model, node) is { } forbidden)
            {
                yield return Error(
                    node, entry, "PCI2101", $"a pipeline script may not use {forbidden}: it is evaluated to plain data before anything runs. What must happen at run time belongs into a step, for example .Sh(\"…\").");
            }
            else if (FindUnused(model, node) is { } unused)
            {
                yield return Error(
                    node, entry, "PCI2007", $"the result of {unused} is not used: verbs give a new value and leave the old one as it is. Write `x = x.{unused}(…);`, or chain the verbs.");
            }
        }
    }

    private static string? FindForbidden(SemanticModel model, SyntaxNode node) => node switch
    {
        UnsafeStatementSyntax or PointerTypeSyntax or FunctionPointerTypeSyntax => "unsafe code",
        AwaitExpressionSyntax => "await",
        TypeOfExpressionSyntax => "typeof",
        AttributeSyntax => "attributes",
        IdentifierNameSyntax { Identifier.ValueText: "dynamic" } name when model.GetTypeInfo(name).Type is IDynamicTypeSymbol => "dynamic",
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

    private static Diagnostic Error(SyntaxNode node, string entry, string id, string text)
    {
        var place = node.GetLocation().GetLineSpan();
        var path = string.IsNullOrEmpty(place.Path) ? entry : place.Path;
        return new Diagnostic(path, place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1, DiagnosticSeverity.Error, id, text);
    }
}
