using PluginCi.Plugins.Sandbox.Limits;

namespace PluginCi.Plugins.Sandbox;

/// <summary>A sandbox that was started, with the groups that limit it.</summary>
/// <param name="Process">The sandbox.</param>
/// <param name="Group">Its groups.</param>
/// <param name="Script">Its driver's program.</param>
/// <param name="Clock">The time.</param>
internal sealed record StartedSandbox(SandboxProcess Process, BuildCgroup Group, string Script, TimeProvider Clock) : IAsyncDisposable
{
    /// <summary>Ends every process of it, and waits for that.</summary>
    public async Task EndAsync()
    {
        Group.Kill();
        await Process.EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Process.Dispose();
        await Group.RemoveAsync(Clock);
        File.Delete(Script);
    }
}
