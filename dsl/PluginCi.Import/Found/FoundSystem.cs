using System.Collections.Immutable;

namespace PluginCi.Import;

/// <summary>The system that a job runs on: an image by its digest, or a release of Debian.</summary>
/// <param name="Image">The reference with its digest; null for a release of Debian.</param>
/// <param name="Release">The release.</param>
/// <param name="Packages">Its packages.</param>
/// <param name="Name">What people call it, for example the language that it is for.</param>
internal sealed record FoundSystem(string? Image, string Release, ImmutableArray<string> Packages, string Name)
{
    public const string UsualRelease = "bookworm";

    public FoundSystem With(IEnumerable<string> packages) => this with { Packages = [.. Packages.Union(packages).Order(StringComparer.Ordinal)] };
}
