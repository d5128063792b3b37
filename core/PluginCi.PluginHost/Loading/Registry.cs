using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>Takes what one plugin registers, and holds it to its manifest.</summary>
internal sealed class Registry(PluginManifest manifest, PluginContext context) : IPluginRegistry
{
    public PluginContext Context { get; } = context;

    public List<IChangeSource> Sources { get; } = [];

    public List<IReporter> Reporters { get; } = [];

    public List<INotifier> Notifiers { get; } = [];

    public List<IExecutor> Executors { get; } = [];

    public void AddChangeSource(IChangeSource source) => Add(Sources, source, "change-source");

    public void AddReporter(IReporter reporter) => Add(Reporters, reporter, "reporter");

    public void AddNotifier(INotifier notifier) => Add(Notifiers, notifier, "notifier");

    public void AddExecutor(IExecutor executor) => Add(Executors, executor, "executor");

    /// <exception cref="PluginRefusedException">A declared capability was not registered.</exception>
    public void CheckComplete()
    {
        var registered = new Dictionary<string, int>
        {
            ["change-source"] = Sources.Count,
            ["reporter"] = Reporters.Count,
            ["notifier"] = Notifiers.Count,
            ["executor"] = Executors.Count,
        };
        if (manifest.Capabilities.FirstOrDefault(capability => registered[capability] == 0) is { } missing)
        {
            throw new PluginRefusedException($"Plugin '{manifest.Id}' declares the capability '{missing}' but registered none. Remove it from {PluginManifest.FileName}, or register it.");
        }
    }

    private void Add<T>(List<T> list, T capability, string name)
    {
        ArgumentNullException.ThrowIfNull(capability);
        if (!manifest.Capabilities.Contains(name))
        {
            throw new PluginRefusedException($"Plugin '{manifest.Id}' registered the capability {name}, which its {PluginManifest.FileName} does not declare. Add '{name}' to its capabilities.");
        }

        list.Add(capability);
    }
}
