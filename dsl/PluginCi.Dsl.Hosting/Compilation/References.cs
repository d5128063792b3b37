using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>The assemblies a script is compiled against: the DSL, its model, and the parts of the framework that values need.</summary>
internal static class References
{
    private static readonly string[] Framework =
        ["System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Collections.Immutable", "System.Linq"];

    /// <summary>The assemblies that a script may name.</summary>
    public static ImmutableArray<string> Named { get; } = ["PluginCi.Dsl.dll", "PluginCi.Pipelines.dll"];

    public static ImmutableArray<PortableExecutableReference> All { get; } =
    [
        .. Framework.Select(name => Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, name + ".dll")).Select(path => MetadataReference.CreateFromFile(path)),
        .. Named.Select(name => MetadataReference.CreateFromFile(LocationOf(name))),
        MetadataReference.CreateFromFile(typeof(Plan).Assembly.Location),
    ];

    /// <returns>Where the assembly lies that a script names.</returns>
    public static string LocationOf(string file) => Path.Combine(Path.GetDirectoryName(typeof(Ci).Assembly.Location)!, file);
}
