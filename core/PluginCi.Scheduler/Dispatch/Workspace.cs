using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>The workspace of one build, its outbox, and its caches on their way; removed when disposed.</summary>
internal sealed class Workspace(BuildRequest request) : IDisposable
{
    public BuildRequest Request { get; } = request;

    /// <summary>A folder for the archives of its caches; not made yet.</summary>
    public string Caches => $"{Request.Workspace},caches";

    public void Dispose()
    {
        foreach (var folder in new[] { Request.Workspace, Request.Outbox?.Folder, Caches }.Where(Directory.Exists))
        {
            Directory.Delete(folder!, recursive: true);
        }
    }
}
