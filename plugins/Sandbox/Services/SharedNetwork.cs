using PluginCi.Model;

namespace PluginCi.Plugins.Sandbox.Services;

/// <summary>A network without anything but its own loopback, which the sandboxes of one build and its services share. It is there as long as this is.</summary>
/// <remarks>It is of a user namespace that sandboxes are started in, as only so an ordinary user may give one network to several of them.</remarks>
internal sealed class SharedNetwork : IAsyncDisposable
{
    // It waits for the end of its input, which is also what the end of this server brings.
    private const string Keeper = "echo \"=$$\" >&2; read -r _";

    private readonly SandboxProcess _process;

    private SharedNetwork(SandboxProcess process, string id)
    {
        _process = process;
        Process = id;
    }

    /// <summary>The id of a process that is in it.</summary>
    public string Process { get; }

    /// <summary>Makes one.</summary>
    public static async Task<SharedNetwork> StartAsync(BuildId build)
    {
        var process = SandboxProcess.Start([], ["bwrap", "--unshare-user", "--unshare-net", "--die-with-parent", "--bind", "/", "/", "--", "/bin/sh", "-c", Keeper]);
        if (await process.ReadAnswerAsync(CancellationToken.None) is { } id)
        {
            return new SharedNetwork(process, id);
        }

        await process.EndAsync();
        process.Dispose();
        throw Refusal.Of(build, process.Complaints);
    }

    /// <summary>The beginning of a command that runs in it.</summary>
    public IEnumerable<string> Enter(string program) => ["nsenter", "--user", "--net", "--preserve-credentials", "--target", Process, "--", program];

    public async ValueTask DisposeAsync()
    {
        await _process.EndAsync();
        _process.Dispose();
    }
}
