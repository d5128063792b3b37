using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>A build that wants room.</summary>
/// <param name="Build">The build.</param>
/// <param name="Priority">The lowest number goes first.</param>
/// <param name="Share">Whose part of the room it takes: among equal priorities the share with the fewest running builds goes first.</param>
/// <param name="Project">The project of what it tests, for the quotas.</param>
/// <param name="Job">What it runs.</param>
internal sealed record SlotWish(BuildId Build, int Priority, string Share, ProjectName Project, JobPlan Job);
