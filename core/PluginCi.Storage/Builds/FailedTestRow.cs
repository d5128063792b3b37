namespace PluginCi.Storage;

/// <summary>A test that failed in a build.</summary>
/// <param name="Name">The test.</param>
/// <param name="Message">What it said.</param>
/// <param name="PassedIn">The build of the very same state in which it passed later, or null.</param>
public sealed record FailedTestRow(string Name, string Message, string? PassedIn);
