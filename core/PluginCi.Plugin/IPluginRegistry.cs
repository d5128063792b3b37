namespace PluginCi.Plugin;

/// <summary>What a plugin registers its capabilities with.</summary>
public interface IPluginRegistry
{
    /// <summary>What the host gives this plugin.</summary>
    PluginContext Context { get; }

    /// <summary>Registers a review source. Needs the capability <c>change-source</c> in the manifest.</summary>
    /// <param name="source">The source; its connection must not be registered yet.</param>
    void AddChangeSource(IChangeSource source);

    /// <summary>Registers a reporter. Needs the capability <c>reporter</c>.</summary>
    /// <param name="reporter">The reporter.</param>
    void AddReporter(IReporter reporter);

    /// <summary>Registers a notifier. Needs the capability <c>notifier</c>. Since contract 1.9.</summary>
    /// <param name="notifier">The notifier; no other may be registered by its connection.</param>
    void AddNotifier(INotifier notifier);

    /// <summary>Registers an executor. Needs the capability <c>executor</c>.</summary>
    /// <param name="executor">The executor.</param>
    void AddExecutor(IExecutor executor);
}
