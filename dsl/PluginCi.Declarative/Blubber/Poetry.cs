namespace PluginCi.Declarative;

/// <summary>Poetry, which installs instead of pip where a version is given.</summary>
internal sealed record Poetry(string Version, bool? Devel, string Only, string Without)
{
    public static readonly Poetry None = new("", null, "", "");

    public Poetry With(Poetry later) => new(later.Version.Or(Version), later.Devel ?? Devel, later.Only.Or(Only), later.Without.Or(Without));
}
