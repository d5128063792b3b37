using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>Files to copy into an image.</summary>
/// <param name="From"><c>local</c> for the repository, or a variant, or an image.</param>
/// <param name="Source">What to copy; empty in the short form of <c>copies</c>.</param>
/// <param name="Destination">Where to; empty for the same as the source.</param>
/// <param name="Exclude">Patterns of what to leave out.</param>
internal sealed record Artifact(string From, string Source, string Destination, ImmutableArray<string> Exclude)
{
    public const string Local = "local";

    /// <summary>Where libraries of an application are put, beside its own folder.</summary>
    public const string Libraries = "/opt/lib";

    public bool IsLocal => From.Length == 0 || From == Local;

    public string CleanSource => Keep(GoPath.Clean(Source), GoPath.IsFolder(Source));

    public string CleanDestination => Destination.Length > 0
        ? Keep(GoPath.Clean(Destination), GoPath.IsFolder(Destination) || GoPath.IsFolder(Source))
        : Source.Length > 0 && GoPath.IsFolder(Source) ? Source : Keep(GoPath.Parent(CleanSource), true);

    /// <summary>The file that is there after the copy.</summary>
    public string Target
    {
        get
        {
            var destination = CleanDestination;
            return !GoPath.IsFolder(destination) || GoPath.IsFolder(Source) ? destination
                : destination == "./" ? GoPath.Name(Source)
                : destination + GoPath.Name(Source);
        }
    }

    public bool IsSameAs(Artifact other) =>
        From == other.From && Source == other.Source && Destination == other.Destination && Exclude.SequenceEqual(other.Exclude);

    /// <summary>The copies that one of <c>copies</c> stands for, in an image whose application lives in a folder.</summary>
    public IEnumerable<Artifact> Expand(string folder) => (Source, Destination) switch
    {
        ("", "") when From == Local => [this with { Source = ".", Destination = "." }],
        ("", "") => [this with { Source = folder, Destination = folder }, this with { Source = Libraries, Destination = Libraries }],
        (_, "") => [this with { Destination = Source }],
        _ => [this],
    };

    private static string Keep(string cleaned, bool isFolder) => isFolder && !cleaned.EndsWith('/') ? cleaned + "/" : cleaned;
}
