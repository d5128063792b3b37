using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>The system that the steps of a job see. A value: every verb gives a new one and leaves this one as it is.</summary>
public sealed class BuildEnvironment
{
    internal BuildEnvironment(EnvironmentPlan plan) => Plan = plan;

    internal EnvironmentPlan Plan { get; }

    /// <summary>Adds packages, and what they depend on; nothing that they only recommend.</summary>
    /// <param name="packages">Names of Debian packages, or <c>name=version</c> for exactly that version.</param>
    /// <returns>The environment with the packages.</returns>
    /// <example><code>var linux = Debian("bookworm").Apt("python3", "tox");</code></example>
    public BuildEnvironment Apt(params string[] packages) =>
        new(Plan with { Packages = [.. Plan.Packages.Concat(packages).Distinct().Order(StringComparer.Ordinal)] });
}
