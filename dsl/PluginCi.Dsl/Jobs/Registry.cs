using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>A kind of registry of packages. Jobs name kinds; where each is, the site says.</summary>
public sealed class Registry
{
    private Registry(RegistryPlan plan) => Plan = plan;

    internal RegistryPlan Plan { get; }

    /// <summary>Has the site's packages of this kind from elsewhere: a mirror, or a cache that runs already. For <c>Registries(…)</c> in <c>site.csx</c>.</summary>
    /// <param name="index">The http or https address of its index, as one would tell it to the package manager.</param>
    /// <param name="files">The address that files are below, where the index is not there: for PyPI those of the links, by default beside the index; for cargo <c>dl</c> of its configuration; for
    /// Debian security updates; for Go the checksum database; for Composer archives as of <c>codeload.github.com</c>. Null for none but these.</param>
    /// <returns>The registry at that address.</returns>
    /// <example><code>Registry.PyPi.At("https://nexus.example.org/repository/pypi/simple/")</code></example>
    public RegistryAddress At(string index, string? files = null) => new(new RegistryPlan(Plan.Name, index ?? "", files));

    internal static Registry Of(string name) => new(RegistryPlan.Public.First(plan => plan.Name == name));
}
