namespace PluginCi.Server;

/// <summary>How a change's way through a queue ended.</summary>
/// <param name="At">When.</param>
/// <param name="Change">The change.</param>
/// <param name="Project">Its project; empty when it is not known.</param>
/// <param name="Subject">The first line of its commit message; empty when it is not known.</param>
/// <param name="Outcome"><c>merged</c>, <c>rejected</c> or <c>left</c>.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Url">Its page, a path on this server.</param>
public sealed record EndView(DateTimeOffset At, string Change, string Project, string Subject, string Outcome, string Reason, string Url);
