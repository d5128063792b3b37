namespace PluginCi.Plugins.Git.Hook;

/// <summary>One ref that git hands to the hook.</summary>
/// <param name="Old">Where git thinks it points; all zeros here.</param>
/// <param name="New">What was pushed; all zeros for a deletion.</param>
/// <param name="Name">For example <c>refs/for/main</c>.</param>
internal sealed record PushedRef(string Old, string New, string Name);
