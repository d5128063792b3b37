using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>That a project runs a job in a pipeline.</summary>
/// <param name="Pipeline">The pipeline of the layout.</param>
/// <param name="Job">The job.</param>
/// <param name="Parent">The job that must pass before; null for none.</param>
/// <param name="File">The file that says so first.</param>
/// <param name="At">Where.</param>
/// <param name="Variant">What is said of the job for this use alone; null for nothing.</param>
internal readonly record struct ZuulUse(string Pipeline, string Job, string? Parent, string File, Place At, MapNode? Variant = null);
