using System.Diagnostics;

namespace PluginCi.Plugins.Ssh.Tests;

/// <summary>One run of a program in the place of <c>ssh</c>.</summary>
public sealed class SshCommandTests
{
    [Fact]
    public async Task One_that_reads_nothing_of_its_input_ends_soon_after_it_was_cancelled()
    {
        using var process = Process.Start(new ProcessStartInfo("sleep", "1000") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var command = new SshCommand(process);
        using var cancel = new CancellationTokenSource();
        var running = command.RunAsync(new MemoryStream(new byte[10 << 20]), _ => ValueTask.CompletedTask, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None));
    }
}
