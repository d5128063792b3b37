using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CliWrap;
using CliWrap.Buffered;

namespace PluginCi.Systems;

public sealed class TutorialTests
{
    // The block that people run in a terminal of its own: here in the background, until it says that it is up.
    private const string InBackground = "mkfifo up; pluginci up > up 2> errors & server=$!; trap 'kill $server; wait' EXIT; exec 3< up; read -r line <&3; echo \"$line\"\n";

    [Fact]
    public async Task Who_follows_the_tutorial_has_a_repository_under_gate()
    {
        using var scratch = new ScratchFolder();
        scratch.Write("pluginci", $"#!/bin/sh\nexec dotnet '{Product.Program}' \"$@\"\n");
        File.SetUnixFileMode(scratch.PathTo("pluginci"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var port = FindFreePort();
        var commands = MarkdownPage.Read("docs/tutorial/getting-started.md").Blocks.Where(block => block.Language == "sh")
            .Select(block => block.Text == "pluginci up\n" ? InBackground : block.Text);
        scratch.Write("tutorial.sh", $"set -euo pipefail\n{string.Concat(commands).Replace("8080", port, StringComparison.Ordinal)}");

        var ended = await Cli.Wrap("bash").WithArguments(["tutorial.sh"]).WithWorkingDirectory(scratch.Path)
            .WithEnvironmentVariables(variables => variables
                .Set("PLUGINCI_SERVER", $"http://127.0.0.1:{port}")
                .Set("GIT_CONFIG_GLOBAL", "/dev/null")
                .Set("GIT_AUTHOR_NAME", "Ada").Set("GIT_AUTHOR_EMAIL", "ada@example.org")
                .Set("GIT_COMMITTER_NAME", "Ada").Set("GIT_COMMITTER_EMAIL", "ada@example.org"))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(RunningProduct.Soon);

        var told = $"{ended.StandardOutput}\n{ended.StandardError}";
        Assert.True(ended.ExitCode == 0, told);
        Assert.Contains("unit", ended.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("git/1  NEW", ended.StandardError, StringComparison.Ordinal);
        Assert.Contains("Rejected by gate: unit failed", told, StringComparison.Ordinal);
        Assert.EndsWith("echo \"Hello, $1!\"\n# Greets whoever is named.\n# Punctuation is included.\n", ended.StandardOutput, StringComparison.Ordinal);
    }

    // The tutorial names the usual port, which somebody else on this machine may have.
    private static string FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
