using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>The jobs of a repository, before the policies of the site.</summary>
/// <param name="Project">The project.</param>
/// <param name="Branch">The branch.</param>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Jobs">The jobs of its script.</param>
/// <param name="Policies">The policies that are for the project and have an expression.</param>
public sealed record PolicyCase(ProjectName Project, string Branch, string Pipeline, ImmutableArray<JobPlan> Jobs, ImmutableArray<PolicyPlan> Policies);
