using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Gating;

/// <summary>A stop of merges. Tests go on.</summary>
/// <param name="Scope">What is stopped: <c>all</c>, a queue, a project or a repo group.</param>
/// <param name="Reason">Why, in the words of who did it.</param>
/// <param name="Who">Who did it.</param>
/// <param name="Since">When.</param>
/// <param name="Until">When it ends by itself; null when somebody must end it.</param>
public sealed record Freeze(string Scope, string Reason, string Who, DateTimeOffset Since, DateTimeOffset? Until = null)
{
    /// <summary>The scope that means everything.</summary>
    public const string Everything = "all";

    /// <summary>Whether it stops the merge of changes.</summary>
    /// <param name="rules">The rules of their queue.</param>
    /// <param name="changes">The changes.</param>
    /// <returns>True when it does.</returns>
    public bool Stops(QueueRules rules, ImmutableArray<Change> changes)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Scope == Everything
            || Scope == rules.Name.Value
            || changes.Any(change => Scope == change.Project.Value || (rules.Groups.TryGetValue(Scope, out var members) && members.Contains(change.Project)));
    }
}
