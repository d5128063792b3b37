namespace PluginCi.Server;

/// <summary>A stop of merges; tests go on.</summary>
/// <param name="Scope">What is stopped: <c>all</c>, a queue, a project or a repo group.</param>
/// <param name="Reason">Why.</param>
/// <param name="Who">Who did it.</param>
/// <param name="Since">When.</param>
/// <param name="Until">When it ends by itself; absent when somebody must end it.</param>
/// <param name="Queues">The queues it concerns.</param>
public sealed record FreezeView(string Scope, string Reason, string Who, DateTimeOffset Since, DateTimeOffset? Until, IReadOnlyList<string> Queues);
