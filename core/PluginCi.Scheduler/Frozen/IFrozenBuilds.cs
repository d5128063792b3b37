using PluginCi.Model;
using PluginCi.Plugin;

namespace PluginCi.Scheduler;

/// <summary>Builds as they were asked for, for everybody who wants to run one again.</summary>
public interface IFrozenBuilds
{
    /// <summary>A build as its executor was asked to run it.</summary>
    /// <param name="build">The build, of any age.</param>
    /// <returns>The build, or null when it was never asked for.</returns>
    /// <exception cref="OutsideException">The site does not have its projects any more.</exception>
    FrozenBuild? Find(BuildId build);

    /// <summary>Has the server's mirror hold what a build saw of a project.</summary>
    /// <param name="source">What.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>When it is there.</returns>
    /// <exception cref="Exception">A <see cref="Git.GitException"/> or an <see cref="OutsideException"/>: it is gone, and is not to be had from where it came from.</exception>
    Task EnsureAsync(FrozenSource source, CancellationToken cancellationToken);
}
