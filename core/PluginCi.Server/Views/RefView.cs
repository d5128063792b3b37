using PluginCi.Model;

namespace PluginCi.Server;

/// <summary>A branch or tag that is tested as it is.</summary>
/// <param name="Project">Its project.</param>
/// <param name="Name">The branch or tag.</param>
/// <param name="Commit">The commit under test.</param>
/// <param name="Cause">What made it worth testing.</param>
public sealed record RefView(string Project, string Name, string Commit, Trigger Cause);
