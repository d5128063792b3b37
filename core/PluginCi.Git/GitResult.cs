namespace PluginCi.Git;

internal sealed record GitResult(int ExitCode, string Output, string Errors);
