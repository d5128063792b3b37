using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Diagnostic = PluginCi.Model.Diagnostic;
using DiagnosticSeverity = PluginCi.Model.DiagnosticSeverity;

namespace PluginCi.Dsl.Hosting;

/// <summary>Compiles a script to an assembly image, if it keeps to the DSL.</summary>
internal static class ScriptCompiler
{
    public static CompiledScript Compile(string entry, ImmutableSortedDictionary<string, string> files, References references)
    {
        if (!files.TryGetValue(entry, out var text))
        {
            return Failed(references, new Diagnostic(entry, 0, 0, DiagnosticSeverity.Error, "PCI2104", $"there is no {entry}."));
        }

        var compilation = CompilationOf(entry, text, files, references);
        var said = compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity >= Microsoft.CodeAnalysis.DiagnosticSeverity.Warning)
            .Select(diagnostic => Translate(diagnostic, compilation, entry, files, references))
            .ToImmutableArray();

        // A script that does not compile may still name what it may not use: that message explains more than what follows from it.
        var all = said.AddRange(compilation.SyntaxTrees.SelectMany(tree => SymbolCheck.Check(compilation.GetSemanticModel(tree), tree, entry, references)))
            .OrderBy(found => found.Path, StringComparer.Ordinal).ThenBy(found => found.Line).ThenBy(found => found.Column)
            .ToImmutableArray();
        if (all.Any(found => found.Severity == DiagnosticSeverity.Error))
        {
            // What nobody uses is mostly what the errors are about.
            return Failed(references, [.. all.Where(found => found.Id != SymbolCheck.Forgotten)]);
        }

        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        return emitted.Success
            ? new CompiledScript(image.ToArray(), all, compilation, references)
            : Failed(references, [.. emitted.Diagnostics.Select(diagnostic => Translate(diagnostic, compilation, entry, files, references))]);
    }

    private static CompiledScript Failed(References references, params ImmutableArray<Diagnostic> diagnostics) => new(null, diagnostics, null, references);

    private static CSharpCompilation CompilationOf(string entry, string text, ImmutableSortedDictionary<string, string> files, References references)
    {
        var options = ScriptOptions.Default
            .WithFilePath(entry)
            .WithFileEncoding(Encoding.UTF8)
            .WithReferences(references.All)
            .WithMetadataResolver(new ReferenceResolver(references))
            .WithSourceResolver(new FileResolver(files))
            .WithLanguageVersion(LanguageVersion.CSharp14)
            .WithAllowUnsafe(false)
            .WithCheckOverflow(true)
            .WithOptimizationLevel(OptimizationLevel.Debug)
            .WithEmitDebugInformation(false);
        var compilation = (CSharpCompilation)CSharpScript.Create<object>(text, options).GetCompilation();
        return compilation.WithOptions(compilation.Options.WithNullableContextOptions(NullableContextOptions.Enable));
    }

    private static Diagnostic Translate(Microsoft.CodeAnalysis.Diagnostic said, CSharpCompilation compilation, string entry, ImmutableSortedDictionary<string, string> files, References references)
    {
        var place = said.Location.GetLineSpan();
        var path = string.IsNullOrEmpty(place.Path) ? entry : place.Path;
        var severity = said.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
        var (id, text) = CompilerMessages.Say(said, compilation, path, files, references);
        return new Diagnostic(path, place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1, severity, id, text);
    }
}
