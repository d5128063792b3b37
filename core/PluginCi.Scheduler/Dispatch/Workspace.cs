using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>The workspace of one build, and its outbox; removed when disposed.</summary>
internal sealed class Workspace(BuildRequest request) : IDisposable
{
    public BuildRequest Request { get; } = request;

    public void Dispose()
    {
        foreach (var folder in new[] { Request.Workspace, Request.Outbox?.Folder }.Where(Directory.Exists))
        {
            Directory.Delete(folder!, recursive: true);
        }
    }
}
