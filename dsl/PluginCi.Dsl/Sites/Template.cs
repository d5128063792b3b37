using System.Collections.Immutable;

namespace PluginCi.Dsl;

/// <summary>Jobs of the site that projects share by naming them, so that all of them change in one place.</summary>
public sealed class Template : SitePart
{
    internal Template(string name, ImmutableArray<Selection> parts, Place declaredAt)
    {
        Name = name;
        Parts = parts;
        DeclaredAt = declaredAt;
    }

    internal string Name { get; }

    internal ImmutableArray<Selection> Parts { get; }

    internal Place DeclaredAt { get; }
}
