namespace PluginCi.Server;

/// <summary>An approved change that is not in the queue.</summary>
/// <param name="Change">The change.</param>
/// <param name="Project">Its project; empty when it is not known.</param>
/// <param name="Subject">The first line of its commit message; empty when it is not known.</param>
/// <param name="Reason">What it waits for.</param>
/// <param name="Url">Its page, a path on this server.</param>
public sealed record WaitingView(string Change, string Project, string Subject, string Reason, string Url);
