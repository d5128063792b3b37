using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>The capabilities of the loaded plugins that the scheduler uses.</summary>
/// <param name="Sources">The review sources; connections are unique.</param>
/// <param name="Reporters">The reporters; each gets every report.</param>
/// <param name="Notifiers">The notifiers; connections are unique. Each gets what the site's rules name it for.</param>
/// <param name="Executors">The executors; builds go to the first with room.</param>
public sealed record Connections(IReadOnlyList<IChangeSource> Sources, IReadOnlyList<IReporter> Reporters, IReadOnlyList<INotifier> Notifiers, IReadOnlyList<IExecutor> Executors)
{
    /// <summary>The source of a connection.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <returns>The source, or null when no plugin registered it.</returns>
    public IChangeSource? FindSource(string connection) => Sources.FirstOrDefault(source => source.Connection == connection);

    /// <summary>The notifier of a connection.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <returns>The notifier, or null when no plugin registered it.</returns>
    public INotifier? FindNotifier(string connection) => Notifiers.FirstOrDefault(notifier => notifier.Connection == connection);
}
