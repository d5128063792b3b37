using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>Programs that make systems, and how they are ended.</summary>
public sealed class MakerProcessTests
{
    [Fact]
    public async Task A_program_that_does_not_end_when_it_is_asked_is_killed()
    {
        using var cancellation = new CancellationTokenSource();
        var pids = new List<string>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => MakerProcess.RunAsync(
            "/tmp",
            ["sh", "-c", "trap '' TERM; sleep 1000 & echo $$; echo $!; wait"],
            line =>
            {
                pids.Add(line);
                if (pids.Count == 2)
                {
                    cancellation.Cancel();
                }
            },
            cancellation.Token,
            patience: TimeSpan.FromMilliseconds(100)));
        Assert.All(pids, pid => Assert.False(File.Exists($"/proc/{pid}/cmdline") && File.ReadAllText($"/proc/{pid}/cmdline").Length > 0, $"process {pid} is still there"));
    }

    [RootFact]
    public async Task What_is_mounted_for_a_system_goes_with_its_processes()
    {
        var folder = Directory.CreateTempSubdirectory("pluginci-maker-").FullName;
        var said = new List<string>();

        Assert.Equal(0, await MakerProcess.RunAsync(folder, ["sh", "-c", "mkdir here && mount -t tmpfs none here && touch here/file && ls here"], said.Add, CancellationToken.None));

        Assert.Equal(["file"], said);
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "here")));
        Directory.Delete(folder, recursive: true);
    }
}
