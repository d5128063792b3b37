namespace PluginCi.Server;

/// <summary>One change of a queue item.</summary>
/// <param name="Id">The change, for example <c>git/12</c>.</param>
/// <param name="Project">Its project.</param>
/// <param name="Branch">The branch it would be merged into.</param>
/// <param name="Patchset">The patchset under test.</param>
/// <param name="Subject">The first line of its commit message.</param>
/// <param name="Owner">Who proposed it.</param>
/// <param name="Url">Its page, a path on this server.</param>
public sealed record ItemChangeView(string Id, string Project, string Branch, int Patchset, string Subject, string Owner, string Url);
