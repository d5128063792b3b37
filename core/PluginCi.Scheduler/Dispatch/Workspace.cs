using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>The workspace of one build; removed when disposed.</summary>
internal sealed class Workspace(string folder, BuildRequest request) : IDisposable
{
    public BuildRequest Request { get; } = request;

    public void Dispose()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
