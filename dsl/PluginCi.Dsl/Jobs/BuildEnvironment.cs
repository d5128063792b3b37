using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>The system that the steps of a job see. A value.</summary>
public class BuildEnvironment
{
    internal BuildEnvironment(EnvironmentPlan plan) => Plan = plan;

    internal EnvironmentPlan Plan { get; }
}
