using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>A registry of packages, and where the site has it from.</summary>
public sealed class RegistryAddress
{
    internal RegistryAddress(RegistryPlan plan) => Plan = plan;

    internal RegistryPlan Plan { get; }

    /// <summary>The public registry of a kind.</summary>
    /// <param name="registry">The kind.</param>
    public static implicit operator RegistryAddress(Registry registry) => FromRegistry(registry);

    /// <summary>The public registry of a kind.</summary>
    /// <param name="registry">The kind.</param>
    /// <returns>It at its public address.</returns>
    /// <example><code>return Site(core, Registries([PluginCi.Dsl.RegistryAddress.FromRegistry(Registry.Npm)]));</code></example>
    public static RegistryAddress FromRegistry(Registry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        return new RegistryAddress(registry.Plan);
    }
}
