using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>A script after compilation.</summary>
/// <param name="Assembly">The image, or null when there are errors.</param>
/// <param name="Diagnostics">What the compiler and the symbol check said.</param>
/// <param name="References">What it may refer to.</param>
/// <param name="Compilation">What it was made from, or null when there are errors.</param>
internal sealed record CompiledScript(byte[]? Assembly, ImmutableArray<Diagnostic> Diagnostics, CSharpCompilation? Compilation, References References)
{
    /// <summary>Where in the text of the script things stand.</summary>
    public ScriptPlaces Places => new(Compilation?.SyntaxTrees ?? []);

    /// <summary>The image once more, with what tells the line of an exception.</summary>
    public (byte[] Image, byte[] Symbols) EmitWithSymbols()
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        Compilation!.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        return (image.ToArray(), symbols.ToArray());
    }
}
