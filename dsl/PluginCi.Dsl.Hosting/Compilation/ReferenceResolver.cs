using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PluginCi.Dsl.Hosting;

/// <summary>Answers <c>#r</c>: the assemblies that a script may name are referred to already, and nothing else is to be had.</summary>
internal sealed class ReferenceResolver(References references) : MetadataReferenceResolver
{
    private readonly References _references = references;

    public override bool ResolveMissingAssemblies => false;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) =>
        _references.Named.Contains(reference) ? [.. _references.All.Where(known => known.FilePath == References.LocationOf(reference))] : [];

    public override bool Equals(object? other) => other is ReferenceResolver resolver && ReferenceEquals(resolver._references, _references);

    public override int GetHashCode() => _references.GetHashCode();
}
