namespace PluginCi.Plugins.Git.Tests;

/// <summary>What a person sees of a git command.</summary>
internal sealed record PushOutput(int ExitCode, string Text)
{
    public PushOutput Accepted() => ExitCode == 0 ? this : throw new InvalidOperationException($"The push failed:\n{Text}");

    public PushOutput Refused(string because)
    {
        Assert.NotEqual(0, ExitCode);
        Assert.Contains(because, Text, StringComparison.Ordinal);
        return this;
    }
}
