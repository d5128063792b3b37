using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>A build that handed something to another one.</summary>
/// <param name="Job">The name of its job, by which artifacts are fetched.</param>
/// <param name="Build">The build.</param>
/// <param name="StoodBy">True when it paused, and so was up while the other one ran.</param>
public sealed record FrozenNeed(string Job, BuildId Build, bool StoodBy);
