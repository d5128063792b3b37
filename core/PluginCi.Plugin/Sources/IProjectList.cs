using PluginCi.Model;

namespace PluginCi.Plugin;

/// <summary>A source that can tell which projects it has. Optional: a class that is an <see cref="IChangeSource"/> may implement it as well.</summary>
/// <remarks>Without it the server learns of a project that its site has only a pattern for by the first event of it. Since contract 1.8.</remarks>
public interface IProjectList
{
    /// <summary>All projects of the source. Called at start and every few minutes, where the site has patterns for the connection.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The projects, each once, or null when it cannot be told. One that is missing counts as removed.</returns>
    Task<IReadOnlyList<ProjectName>?> ListProjectsAsync(CancellationToken cancellationToken);
}
