using PluginCi.Plugin;

namespace PluginCi.Plugins.Ssh;

/// <summary>The workspace of a build on a machine.</summary>
internal sealed class MachineFiles(SshMachine machine, string name) : IRemoteFiles
{
    // Files that cannot be read, or are gone, are left out: find and xargs of BSD end with 1 then, that of GNU with 123.
    private const int SomeLeftOut = 1;
    private const int SomeNotPacked = 123;

    public async Task ListAsync(Func<ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken) =>
        Check(await machine.RunAsync($"list {name}", null, output, cancellationToken), "named");

    public async Task SendAsync(MemoryStream names, Func<ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken) =>
        Check(await machine.RunAsync($"send {name} {names.Length}", names, output, cancellationToken), "packed");

    private void Check(SshAnswer answer, string done)
    {
        if (answer.Status is not (0 or SomeLeftOut or SomeNotPacked))
        {
            throw new OutsideException($"The files of the build on machine {machine.Settings} could not be {done} (status {answer.Status}): {answer.Complaint}", isTransient: true);
        }
    }
}
