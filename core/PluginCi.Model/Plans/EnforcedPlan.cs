using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>Jobs that the site adds to those of its projects. A project can neither leave them out nor change them.</summary>
/// <param name="Projects">Globs of the names of the projects; empty means all.</param>
/// <param name="Jobs">The jobs; each runs in the checkout of the project. Their names are taken: no other job of such a project may have one.</param>
public sealed record EnforcedPlan(ImmutableArray<string> Projects, ImmutableArray<JobPlan> Jobs);
