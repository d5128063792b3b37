using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>A release of Debian with some packages. A value: every verb gives a new one and leaves this one as it is.</summary>
public sealed class DebianEnvironment : BuildEnvironment
{
    private readonly DebianPlan _plan;

    internal DebianEnvironment(DebianPlan plan)
        : base(plan) => _plan = plan;

    /// <summary>Adds packages, and what they depend on; nothing that they only recommend.</summary>
    /// <param name="packages">Names of Debian packages, or <c>name=version</c> for exactly that version.</param>
    /// <returns>The environment with the packages.</returns>
    /// <example><code>var linux = Debian("bookworm").Apt("python3", "tox");</code></example>
    public DebianEnvironment Apt(params string[] packages) =>
        new(_plan with { Packages = [.. _plan.Packages.Concat(packages).Distinct().Order(StringComparer.Ordinal)] });

    /// <summary>Exactly the packages of a file, or a failure that names those that are not to be had: a line of <c>name=version</c> each, with all that the system has.</summary>
    /// <param name="file">The file in the repository, from the folder that steps start in.</param>
    /// <returns>The environment with the lock.</returns>
    /// <example><code>var same = Debian("bookworm").Apt("python3", "tox").Locked(".pipeline/packages.lock");</code></example>
    public DebianEnvironment Locked(string file) => new(_plan with { LockFile = file ?? "" });
}
