using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PluginCi.Model;

namespace PluginCi.Dsl.Hosting;

/// <summary>The assemblies a script is compiled against: the DSL, its model, the parts of the framework that values need, and libraries of recipes.</summary>
internal sealed class References
{
    private static readonly string[] Framework =
        ["System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Collections.Immutable", "System.Linq"];

    private static readonly string[] Ours = ["PluginCi.Dsl.dll", "PluginCi.Pipelines.dll"];

    // Read once for all scripts of the process.
    private static readonly ImmutableArray<PortableExecutableReference> Always =
    [
        .. Framework.Select(name => Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, name + ".dll")).Select(path => MetadataReference.CreateFromFile(path)),
        .. Ours.Select(file => MetadataReference.CreateFromFile(LocationOf(file))),
        MetadataReference.CreateFromFile(typeof(Plan).Assembly.Location),
    ];

    private readonly ImmutableArray<string> _libraries;

    /// <summary>What scripts may use.</summary>
    /// <param name="libraries">The names of libraries of recipes.</param>
    public References(IEnumerable<string> libraries)
    {
        _libraries = [.. libraries];
        Named = [.. Ours, .. _libraries.Select(name => $"{name}.dll")];
        All = [.. Always, .. _libraries.Select(name => MetadataReference.CreateFromFile(LocationOf($"{name}.dll")))];
    }

    /// <summary>The assemblies that a script may name.</summary>
    public ImmutableArray<string> Named { get; }

    public ImmutableArray<PortableExecutableReference> All { get; }

    /// <summary>Whether something is of a library of recipes, which its operator vouches for.</summary>
    public bool IsOfLibrary(ISymbol? symbol) => symbol is not INamespaceSymbol && symbol?.ContainingAssembly is { } assembly && _libraries.Contains(assembly.Name);

    /// <returns>Where the assembly lies that a script names.</returns>
    public static string LocationOf(string file) => Ours.Contains(file)
        ? Path.Combine(Path.GetDirectoryName(typeof(Ci).Assembly.Location)!, file)
        : Path.Combine(EvaluatorSandbox.LibraryFolder, file);

    /// <returns>Where a library of recipes of this name lies, or null when there is none.</returns>
    public string? FindLibrary(string? name) => name is not null && _libraries.Contains(name) ? LocationOf($"{name}.dll") : null;
}
