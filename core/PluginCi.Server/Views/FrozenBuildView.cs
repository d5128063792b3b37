using System.Text.Json;
using PluginCi.Model;

namespace PluginCi.Server;

/// <summary>A build as it was given to its executor, with all that it takes to run it again elsewhere.</summary>
public sealed record FrozenBuildView
{
    /// <summary>How it fared on the server.</summary>
    public required BuildView Build { get; init; }

    /// <summary>The version of the form that <see cref="Plan"/> has.</summary>
    public required int PlanVersion { get; init; }

    /// <summary>Its job, as plans have it: system, steps, limits, services, network.</summary>
    public required JsonElement Plan { get; init; }

    /// <summary>The folder below its workspace that its steps start in, <c>.</c> for the workspace itself.</summary>
    public required string StartIn { get; init; }

    /// <summary>Its environment variables, but those of its services, whose credentials are made for each build.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What is checked out for it.</summary>
    public required IReadOnlyList<FrozenSourceView> Sources { get; init; }

    /// <summary>What it was handed by builds of the jobs that its job needs, the nearest first.</summary>
    public required IReadOnlyList<FrozenNeedView> Needs { get; init; }

    /// <summary>The registries that it has its dependencies from.</summary>
    public required IReadOnlyList<RegistryPlan> Registries { get; init; }

    /// <summary>True when all the code that it runs was reviewed.</summary>
    public required bool IsReviewed { get; init; }
}

/// <summary>What a build sees of one project.</summary>
/// <param name="Project">The project; it is checked out into a folder of this name below the workspace.</param>
/// <param name="Commit">The commit, with changes merged where the build tests some.</param>
/// <param name="Url">Where to load that commit, without its history, as a pack of git; a path on this server.</param>
public sealed record FrozenSourceView(string Project, string Commit, string Url);

/// <summary>A build that handed something to another one.</summary>
/// <param name="Job">The name of its job, by which artifacts are fetched.</param>
/// <param name="Build">The build.</param>
/// <param name="StoodBy">True when it paused, and so was up while the other one ran.</param>
/// <param name="Artifacts">What it handed on; empty when that is gone.</param>
/// <param name="Data">The data that it returned; absent when it returned none.</param>
public sealed record FrozenNeedView(string Job, string Build, bool StoodBy, IReadOnlyList<ArtifactView> Artifacts, JsonElement? Data);
