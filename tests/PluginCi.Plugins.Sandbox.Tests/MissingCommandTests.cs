using PluginCi.Model;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>What is said about commands that are not there.</summary>
public sealed class MissingCommandTests(SandboxScene scene) : IClassFixture<SandboxScene>
{
    [Theory]
    [InlineData("/bin/sh: 1: tox: not found", "the command 'tox' is not on Debian bookworm. Add")]
    [InlineData("bash: line 3: g++: command not found", "the command 'g++' is not on Debian bookworm. Add")]
    [InlineData("env: 'node': No such file or directory", "the command 'node' is not on Debian bookworm. Add")]
    [InlineData("env: ‘./ci/run’: No such file or directory", "the command './ci/run' is not on Debian bookworm. If it is a file of the repository,")]
    [InlineData("make: *** [all] Error 127", "a command is not on Debian bookworm. Add")]
    [InlineData("", "a command is not on Debian bookworm. Add")]
    public void The_command_is_found_in_what_shells_say(string line, string start) =>
        Assert.StartsWith(start, MissingCommand.Explain(line, new DebianPlan("bookworm", []), root: null, "here"), StringComparison.Ordinal);

    [Fact]
    public async Task A_build_without_a_system_of_its_own_is_told_how_to_get_one()
    {
        var (outcome, _) = await scene.RunAsync("echo before", "no-such-command");
        Assert.Equal(
            "Step 2 (`no-such-command`) ended with status 127: the command 'no-such-command' is not among the programs of this machine that builds see. "
            + "Install it there, or say which system the job runs on, as in .On(Debian(\"bookworm\").Apt(\"PACKAGE\")).",
            outcome.Message);
    }
}
