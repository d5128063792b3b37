using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Server;

/// <summary>A <c>pluginci.yaml</c> that cannot be used. The message is all diagnostics, one a line, as compilers print them.</summary>
/// <param name="diagnostics">What is wrong; one or more.</param>
public sealed class ServerOptionsException(ImmutableArray<Diagnostic> diagnostics) : Exception(string.Join('\n', diagnostics))
{
    /// <summary>What is wrong, in the order of the file; one or more.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; } = diagnostics;
}
