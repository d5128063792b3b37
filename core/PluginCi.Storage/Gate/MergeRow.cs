using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>One merge of a queue.</summary>
/// <param name="Number">The number of the event that told of it.</param>
/// <param name="At">When.</param>
/// <param name="Changes">What was merged by it, in merge order.</param>
/// <param name="Commits">The commit of every branch of the queue right after it.</param>
public sealed record MergeRow(long Number, DateTimeOffset At, ImmutableArray<ChangeId> Changes, ImmutableSortedDictionary<ProjectBranch, string> Commits);
