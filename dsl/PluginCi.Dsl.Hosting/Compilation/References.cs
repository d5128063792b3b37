using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>The assemblies a script is compiled against: the DSL, its model, and the parts of the framework that values need.</summary>
internal static class References
{
    private static readonly string[] Framework =
        ["System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Collections.Immutable", "System.Linq"];

    public static ImmutableArray<PortableExecutableReference> All { get; } =
    [
        .. Framework.Select(name => Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, name + ".dll")).Select(path => MetadataReference.CreateFromFile(path)),
        Dsl,
        MetadataReference.CreateFromFile(typeof(Plan).Assembly.Location),
    ];

    private static PortableExecutableReference Dsl => MetadataReference.CreateFromFile(typeof(Ci).Assembly.Location);
}
