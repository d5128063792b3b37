namespace PluginCi.Plugins.Ssh;

/// <summary>The workspace of a build on a machine.</summary>
internal sealed class MachineFiles(SshMachine machine, string name) : IRemoteFiles
{
    public Task ListAsync(Func<ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken) =>
        machine.RunAsync($"list {name}", null, output, cancellationToken);

    public Task SendAsync(MemoryStream names, Func<ReadOnlyMemory<byte>, ValueTask> output, CancellationToken cancellationToken) =>
        machine.RunAsync($"send {name} {names.Length}", names, output, cancellationToken);
}
