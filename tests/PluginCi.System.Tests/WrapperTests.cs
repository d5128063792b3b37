using CliWrap;
using CliWrap.Buffered;

namespace PluginCi.Systems;

/// <summary>The script <c>./pluginci</c> on a machine where something is missing, played by what is on its path.</summary>
public sealed class WrapperTests
{
    [Fact]
    public async Task Who_may_not_install_is_told_the_one_line_that_does()
    {
        using var scratch = new ScratchFolder();
        foreach (var tool in new[] { "bash", "dirname", "git", "dotnet", "grep", "cut", "tr" })
        {
            File.CreateSymbolicLink(scratch.PathTo(tool), $"/usr/bin/{tool}");
        }

        Program(scratch, "id", "echo 1000");
        Program(scratch, "sudo", "exit 1");

        var ended = await Cli.Wrap("/usr/bin/bash").WithArguments([SourceTree.PathTo("pluginci"), "test"])
            .WithEnvironmentVariables(variables => variables.Set("PATH", scratch.Path))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();

        Assert.Equal(
            (1, "These Debian packages are missing. Install them and try again: sudo apt-get install -y --no-install-recommends bubblewrap chromium socat podman mmdebstrap gnupg skopeo umoci docker-registry uidmap openssh-client procps shellcheck zsh busybox-static libarchive-tools\n"),
            (ended.ExitCode, ended.StandardError));
    }

    [Fact]
    public async Task A_machine_without_the_sdk_is_told_where_to_get_it()
    {
        using var scratch = new ScratchFolder();
        foreach (var tool in new[] { "bash", "dirname", "git" })
        {
            File.CreateSymbolicLink(scratch.PathTo(tool), $"/usr/bin/{tool}");
        }

        var ended = await Cli.Wrap("/usr/bin/bash").WithArguments([SourceTree.PathTo("pluginci"), "demo"])
            .WithEnvironmentVariables(variables => variables.Set("PATH", scratch.Path))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("The .NET 10 SDK is missing. Install it, see https://dotnet.microsoft.com/download/dotnet/10.0", ended.StandardError, StringComparison.Ordinal);
    }

    private static void Program(ScratchFolder scratch, string name, string body)
    {
        scratch.Write(name, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(scratch.PathTo(name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
