using System.Diagnostics;

namespace PluginCi.Plugins.Podman.Tests;

/// <summary>Whether the server that left something still runs.</summary>
public sealed class ServerProcessTests
{
    [Fact]
    public async Task A_server_that_was_killed_does_not_run_even_if_nobody_took_note_of_its_end()
    {
        Assert.True(ServerProcess.MayRun(ServerProcess.Name));
        Assert.False(ServerProcess.MayRun(ServerProcess.Name + "0"));

        // A program that never asks for the end of its child; the child ends once it is that program.
        using var parent = Process.Start(new ProcessStartInfo("sh", ["-c", "while [ \"$(cat /proc/$$/comm)\" = sh ]; do :; done & echo $!; exec sleep 1000"]) { RedirectStandardOutput = true })!;
        var child = await parent.StandardOutput.ReadLineAsync();
        using var ended = Process.Start("python3", ["-c", "import os, select, sys; select.select([os.pidfd_open(int(sys.argv[1]))], [], [])", child!]);
        await ended.WaitForExitAsync();

        var start = (await File.ReadAllTextAsync($"/proc/{child}/stat")).Split(") ")[1].Split(' ')[19];
        Assert.False(ServerProcess.MayRun($"{child}-{start}"));
        parent.Kill();
    }
}
