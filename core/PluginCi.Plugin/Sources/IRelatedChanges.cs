using PluginCi.Model;

namespace PluginCi.Plugin;

/// <summary>A source that can tell which open changes belong together with one. Optional: a class that is an <see cref="IChangeSource"/> may implement it as well.</summary>
/// <remarks>Without it the server knows of such changes only what their own events told. Since contract 1.1.</remarks>
public interface IRelatedChanges
{
    /// <summary>The open changes that need a change, and those that share its topic. Called for each event of a change, from any thread.</summary>
    /// <param name="change">The change as it is now.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The changes as they are now, without the one asked for, each once, in the order of their numbers; only the nearest, the server asks on.</returns>
    Task<IReadOnlyList<Change>> FindRelatedAsync(Change change, CancellationToken cancellationToken);
}
