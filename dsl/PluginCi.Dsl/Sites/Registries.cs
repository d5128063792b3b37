using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>The registries that the builds of a site may have dependencies from.</summary>
public sealed class Registries : SitePart
{
    internal Registries(ImmutableArray<RegistryPlan> plans, Place declaredAt)
    {
        Plans = plans;
        DeclaredAt = declaredAt;
    }

    internal ImmutableArray<RegistryPlan> Plans { get; }

    internal Place DeclaredAt { get; }
}
