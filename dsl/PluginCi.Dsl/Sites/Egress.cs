using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>What builds may reach of the network.</summary>
public sealed class Egress : SitePart
{
    internal Egress(EgressPlan plan, Place declaredAt)
    {
        Plan = plan;
        DeclaredAt = declaredAt;
    }

    internal EgressPlan Plan { get; }

    internal Place DeclaredAt { get; }
}
