using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>The build that counts of a job that another one needs.</summary>
/// <param name="Job">The job's name in its script. Where two jobs that are needed have one name, the nearest stands first.</param>
/// <param name="Build">The build.</param>
public readonly record struct NeededBuild(string Job, BuildId Build);
