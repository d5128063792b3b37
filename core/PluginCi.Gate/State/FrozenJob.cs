using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>A job of a buildset, as it was when the buildset was prepared.</summary>
/// <param name="Plan">What it runs.</param>
/// <param name="Group">The repo group it belongs to, or null for a job of the change's own project.</param>
public sealed record FrozenJob(JobPlan Plan, string? Group = null)
{
    /// <summary>Its name, unique in the buildset.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Name => Plan.Name;
}
