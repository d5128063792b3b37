namespace PluginCi.Server;

/// <summary>A stop of merges.</summary>
/// <param name="Scope">What is stopped: <c>all</c>, a queue, a project or a repo group; for a freeze of the site its name.</param>
/// <param name="Merges">The same in words, with branches and exceptions: <c>tools/* into main (not of topic hotfix)</c>.</param>
/// <param name="IsOfSite">True when the site asks for it; then no operator can end it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Who">Who did it; for a freeze of the site where that declares it.</param>
/// <param name="Since">When.</param>
/// <param name="Until">When it ends by itself; absent when somebody must end it.</param>
/// <param name="Queues">The queues it concerns.</param>
public sealed record FreezeView(string Scope, string Merges, bool IsOfSite, string Reason, string Who, DateTimeOffset Since, DateTimeOffset? Until, IReadOnlyList<string> Queues);
