using PluginCi.Model;

namespace PluginCi.Git;

/// <summary>The repositories of a server's projects. Safe to use from any thread.</summary>
public interface IGitMirrors
{
    /// <summary>The mirror of a project. Made when asked for the first time; the same object every time.</summary>
    /// <param name="project">The project.</param>
    /// <returns>The mirror.</returns>
    /// <exception cref="GitException">It cannot be made.</exception>
    IGitMirror Of(ProjectName project);
}
