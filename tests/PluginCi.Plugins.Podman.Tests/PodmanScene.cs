using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Podman.Tests;

/// <summary>An executor with a data folder of its own on the shared store.</summary>
internal sealed class PodmanScene : IDisposable
{
    private readonly PodmanMachine _machine;
    private readonly string _reached;

    /// <param name="machine">The shared store.</param>
    /// <param name="isLinked">True when the data folder is reached by a link, as one that lies on another disk.</param>
    public PodmanScene(PodmanMachine machine, bool isLinked = false)
    {
        Data = Directory.CreateTempSubdirectory("pluginci-data-").FullName;
        _reached = isLinked ? File.CreateSymbolicLink(Data + "-link", Data).FullName : Data;
        _machine = machine;
        Settings = new PodmanSettings { Image = PodmanMachine.Image, Storage = machine.Storage, Runtime = "runc", Capacity = 3 };
        Subject = new ExecutorSubject(NewExecutor()) { LimitsMemory = PodmanMachine.HasGroups, LimitsProcesses = PodmanMachine.HasGroups, FindLeftovers = () => Task.FromResult(Leftovers) };
        Builds = new ExecutorScene(Subject);
    }

    public string Data { get; }

    public PodmanSettings Settings { get; }

    public ExecutorSubject Subject { get; }

    public ExecutorScene Builds { get; }

    /// <summary>Containers, mounts and folders that builds left.</summary>
    public IReadOnlyCollection<string> Leftovers =>
    [
        .. _machine.Podman("ps", "--all", "--quiet").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(id => "container " + id),
        .. PodmanMachine.RunInSpace("cat", "/proc/self/mountinfo").Split('\n').Where(line => line.Contains(Data, StringComparison.Ordinal)),
        .. Directory.EnumerateFileSystemEntries(Path.Combine(Data, "builds")),
    ];

    internal PodmanExecutor NewExecutor(PodmanSettings? settings = null) => new(settings ?? Settings, _reached, TimeProvider.System);

    public void Dispose()
    {
        Builds.Dispose();
        Directory.Delete(Data, recursive: true);
        if (_reached != Data)
        {
            File.Delete(_reached);
        }
    }
}
