namespace PluginCi.Model;

/// <summary>A policy holds for a job.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Job">The job's name.</param>
public sealed record PolicyMatch(string Policy, string Job);
