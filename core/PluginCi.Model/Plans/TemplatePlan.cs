using System.Collections.Immutable;

namespace PluginCi.Model;

/// <summary>Jobs of the site that projects share by naming them.</summary>
/// <param name="Name">Its name, unique in the site.</param>
/// <param name="Jobs">The jobs; each runs in the checkout of the project that uses the template.</param>
public sealed record TemplatePlan(string Name, ImmutableArray<JobPlan> Jobs);
