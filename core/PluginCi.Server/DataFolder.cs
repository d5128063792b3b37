namespace PluginCi.Server;

/// <summary>The server's own folder, held so that no other server uses it at the same time.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>The folder, absolute.</summary>
    public string Path { get; }

    public string Database => Below("pluginci.db");

    public string ServerLog => Below(System.IO.Path.Combine("logs", "server.log"));

    public string BuildLogs => Below(System.IO.Path.Combine("logs", "builds"));

    public string Mirrors => Below("mirrors");

    public string Workspaces => Below("workspaces");

    public string Caches => Below("caches");

    public string Dependencies => Below("dependencies");

    public string Sockets => Below("sockets");

    public string Artifacts => Below("artifacts");

    public string Plans => Below("plans");

    public string Plugins => Below("plugins");

    /// <exception cref="ServerStartException">Another server uses the folder, or it cannot be made.</exception>
    public static DataFolder Take(string path)
    {
        var folder = System.IO.Path.GetFullPath(path);
        var file = System.IO.Path.Combine(folder, "server.lock");
        try
        {
            Directory.CreateDirectory(System.IO.Path.Combine(folder, "logs"));

            // The kernel gives the lock back when the process ends, however it ends.
            return new DataFolder(folder, new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ServerStartException(
                $"The data folder {folder} cannot be used: {exception.Message} One server uses a data folder at a time: stop the other one, or set 'data' in {ServerOptionsReader.FileName} to another folder.",
                exception);
        }
    }

    public void Dispose() => _lock.Dispose();

    private string Below(string name) => System.IO.Path.Combine(Path, name);
}
