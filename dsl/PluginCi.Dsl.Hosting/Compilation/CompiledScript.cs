using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>A script after compilation.</summary>
/// <param name="Assembly">The image, or null when there are errors.</param>
/// <param name="Diagnostics">What the compiler and the symbol check said.</param>
internal sealed record CompiledScript(byte[]? Assembly, ImmutableArray<Diagnostic> Diagnostics);
