using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>The capabilities of the loaded plugins that the scheduler uses.</summary>
/// <param name="Sources">The review sources; connections are unique.</param>
/// <param name="Reporters">The reporters; each gets every report.</param>
/// <param name="Executors">The executors; builds go to the first with room.</param>
public sealed record Connections(IReadOnlyList<IChangeSource> Sources, IReadOnlyList<IReporter> Reporters, IReadOnlyList<IExecutor> Executors)
{
    /// <summary>The source of a connection.</summary>
    /// <param name="connection">The connection's name.</param>
    /// <returns>The source, or null when no plugin registered it.</returns>
    public IChangeSource? FindSource(string connection) => Sources.FirstOrDefault(source => source.Connection == connection);
}
