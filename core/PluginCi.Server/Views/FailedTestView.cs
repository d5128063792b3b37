namespace PluginCi.Server;

/// <summary>A test that failed.</summary>
/// <param name="Name">The test.</param>
/// <param name="Message">What it said; may be empty.</param>
/// <param name="PassedInUrl">The build that saw the very same and in which it passed later, a path on this server: it is flaky. Absent when there is none.</param>
public sealed record FailedTestView(string Name, string Message, string? PassedInUrl);
