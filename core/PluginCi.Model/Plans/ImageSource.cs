using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>What an image is made of, and what is done with it.</summary>
/// <param name="File">The Blubber file, from the repository's root.</param>
/// <param name="Variant">The variant in it.</param>
public sealed record ImageSource(string File, string Variant)
{
    /// <summary>The arguments that it is run with, after its entry point; null where it is not run.</summary>
    public ImmutableArray<string>? Arguments { get; init; }

    /// <summary>The file that it is kept in, an OCI archive, from the folder that steps start in; null where it is not kept.</summary>
    public string? Archive { get; init; }
}
