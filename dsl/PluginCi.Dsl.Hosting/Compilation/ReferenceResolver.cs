using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PluginCi.Dsl.Hosting;

/// <summary>Answers <c>#r</c>: the DSL's own assembly is referred to already, and nothing else is to be had.</summary>
internal sealed class ReferenceResolver : MetadataReferenceResolver
{
    public const string DslFile = "PluginCi.Dsl.dll";

    public override bool ResolveMissingAssemblies => false;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) =>
        reference == DslFile ? [.. References.All.Where(known => known.FilePath == typeof(Ci).Assembly.Location)] : [];

    public override bool Equals(object? other) => other is ReferenceResolver;

    public override int GetHashCode() => typeof(ReferenceResolver).GetHashCode();
}
