namespace PluginCi.Model;

/// <summary>What a job that it needs must have returned for a job to run. Source: Zuul's <c>child_jobs</c>, the other way round.</summary>
/// <param name="Job">The job that returns data; one of the needs.</param>
/// <param name="Key">A key of the data, which must be <c>true</c>.</param>
public sealed record JobCondition(string Job, string Key);
