using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>uv, which installs instead of pip where a version is given.</summary>
/// <param name="Version">Versions that are allowed; empty for no uv.</param>
/// <param name="NoGroup">Groups of dependencies that are left out.</param>
/// <param name="Way"><c>pip</c> to install from requirements; else the lock file is synchronised.</param>
internal sealed record Uv(string Version, ImmutableArray<string> NoGroup, string Way)
{
    public static readonly Uv None = new("", [], "");

    public Uv With(Uv later) => new(later.Version.Or(Version), later.NoGroup.IsEmpty ? NoGroup : later.NoGroup, later.Way.Or(Way));
}
