using PluginCi.Model;

namespace PluginCi.Scheduler;

/// <summary>What a build sees of one project.</summary>
/// <param name="Project">The project.</param>
/// <param name="Commit">The commit; where changes were merged for the build, the merge that the gate made, which may be in no repository but the server's.</param>
public sealed record FrozenSource(ProjectName Project, string Commit);
