using PluginCi.Model;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>What the sandbox does of its own besides the contract: its words, its folders.</summary>
public sealed class RunningTests : IDisposable
{
    private readonly SandboxScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task The_end_is_told_in_a_sentence()
    {
        Assert.Equal("Its step passed.", (await _scene.RunAsync("true")).Outcome.Message);
        Assert.Equal("All 2 steps passed.", (await _scene.RunAsync("true", "true")).Outcome.Message);
        Assert.Equal("Step 2 (`exit 4`) ended with status 4.", (await _scene.RunAsync("true", "exit 4")).Outcome.Message);
        Assert.Equal(
            "The build was not done after its time limit of 0.3 seconds.", (await _scene.RunAsync(_scene.Job("sleep 1000") with { TimeLimit = TimeSpan.FromMilliseconds(300) })).Outcome.Message);
    }

    [Fact]
    public async Task Workspace_and_home_are_on_the_builds_disk()
    {
        var (outcome, output) = await _scene.RunAsync("pwd; echo $HOME; stat -Lc %d . $HOME /tmp /var/tmp/. | uniq | wc -l");

        Assert.Equal(BuildResult.Success, outcome.Result);
        Assert.Equal(["/build/workspace", "/build/home", "1"], output.Lines);
    }

    // Puppet, for one, looks root up.
    [Fact]
    public async Task The_usual_accounts_have_names() =>
        Assert.Equal(["root root", "build build", "nobody nogroup"], (await _scene.RunAsync("for id in 0 1000 65534; do echo $(getent passwd $id | cut -d: -f1) $(getent group $id | cut -d: -f1); done")).Output.Lines);

    [Fact]
    public async Task A_longer_line_is_told_in_pieces()
    {
        var (_, output) = await _scene.RunAsync("head -c 100000 /dev/zero | tr '\\0' x");

        Assert.Equal([65536, 100000 - 65536], output.Lines.Select(line => line.Length));
    }
}
