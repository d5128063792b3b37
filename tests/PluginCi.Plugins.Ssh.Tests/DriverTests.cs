namespace PluginCi.Plugins.Ssh.Tests;

/// <summary>The driver is a script for any POSIX shell.</summary>
public sealed class DriverTests
{
    private static string Script => SourceTree.PathTo("plugins", "Ssh", "driver.sh");

    [Fact]
    public void Shellcheck_finds_nothing_that_posix_does_not_have() => Assert.Equal("", FarMachine.Run("shellcheck", "--shell=sh", "--severity=style", Script));

    [Theory]
    [InlineData("dash")]
    [InlineData("bash", "--posix")]
    [InlineData("zsh", "--emulate", "sh")]
    [InlineData("busybox", "sh")]
    public void Every_shell_can_read_it(string shell, params string[] arguments) => Assert.Equal("", FarMachine.Run(shell, [.. arguments, "-n", Script]));
}
