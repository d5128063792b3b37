using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Scheduler.Seeds;

/// <summary>A move of a branch by the gate.</summary>
/// <param name="Branch">The branch.</param>
/// <param name="Commit">What it was moved to.</param>
/// <param name="Tips">Where all branches were right before.</param>
internal sealed record Landing(ProjectBranch Branch, ModelCommit Commit, ImmutableSortedDictionary<ProjectBranch, string> Tips);
