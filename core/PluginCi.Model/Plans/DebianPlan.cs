using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>A release of Debian with its essential packages and others.</summary>
/// <param name="Suite">The release's code name, for example <c>bookworm</c>.</param>
/// <param name="Packages">More packages, each by name or as <c>name=version</c>, sorted, each once.</param>
public sealed record DebianPlan(string Suite, ImmutableArray<string> Packages) : EnvironmentPlan
{
    /// <summary>The file of the change's project, from the folder that steps start in, that says the exact packages it may come to, a line of <c>name=version</c> each; null for whatever the mirrors have.</summary>
    public string? LockFile { get; init; }

    /// <summary>It in words: <c>Debian bookworm with tox</c>.</summary>
    /// <returns>The words.</returns>
    public override string ToString() => $"Debian {Suite}" + (Packages.IsEmpty ? "" : " with " + string.Join(", ", Packages)) + (LockFile is null ? "" : $" as in {LockFile}");
}
