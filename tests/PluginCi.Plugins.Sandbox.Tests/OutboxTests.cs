using PluginCi.Model;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>What programs inside the sandbox cannot read.</summary>
public sealed class OutboxTests : IDisposable
{
    private readonly SandboxScene _scene = new();

    [Theory]
    [InlineData("echo x > a; chmod 0 a")]
    [InlineData("printf x > \"$(printf 'a\\nb')\"")]
    public async Task A_file_that_cannot_be_read_fails_the_build(string command)
    {
        var (outcome, _) = await _scene.RunAsync(_scene.Job(command), _scene.NewOutbox("*"));
        Assert.Equal(BuildResult.Failure, outcome.Result);
        Assert.Contains("The file a cannot be handed on", outcome.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _scene.Dispose();
}
