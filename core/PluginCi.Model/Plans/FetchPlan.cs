namespace PluginCi.Model;

/// <summary>An artifact that a job finds in its workspace before its first step, where the job that made it had it.</summary>
/// <param name="Job">The job of the same plan that makes it; one of the needs of the job that fetches it.</param>
/// <param name="Artifact">The artifact's name.</param>
public sealed record FetchPlan(string Job, string Artifact);
