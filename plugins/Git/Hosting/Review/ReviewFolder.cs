using System.Security.Cryptography;
using System.Text;

namespace PluginCi.Plugins.Git.Review;

/// <summary>The folder of the hosted repositories, and what is beside them.</summary>
internal sealed class ReviewFolder(string repositories)
{
    public const string Connection = "git";

    /// <summary>The folder of the repositories. Absolute, without a slash at the end.</summary>
    public string Repositories { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(repositories));

    /// <summary>Where repositories are while they are being made.</summary>
    public string HalfRepositories => Path.Combine(Repositories, ".pluginci", "half");

    public string DatabaseFile => Path.Combine(Repositories, ".pluginci", "review.sqlite");

    /// <summary>The abstract socket that the server listens on for "something was recorded".</summary>
    /// <remarks>Abstract, because a path is limited to 108 bytes and would be left over after a crash.</remarks>
    public string WakeAddress => $"\0pluginci-git-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Repositories)))[..32]}";

    public string RepositoryOf(string project) => Path.Combine(Repositories, $"{project}.git");

    /// <summary>Why a project cannot have this name, or null when it can.</summary>
    public static string? FindNameObstacle(string project) =>
        project.Length > 0
        && project.Split('/').All(part => part.Length > 0 && part[0] != '.' && !part.EndsWith(".git", StringComparison.Ordinal))
        && project.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or '+')
            ? null
            : $"'{project}' is no name for a project; use letters, digits and - _ . +, with / between parts that start with none of them and do not end in .git.";

    /// <summary>The names of all hosted projects, sorted.</summary>
    public IReadOnlyList<string> ListProjects()
    {
        var projects = new List<string>();
        var waiting = new Stack<string>();
        waiting.Push(Repositories);
        while (waiting.TryPop(out var folder))
        {
            foreach (var inner in Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : [])
            {
                if (!inner.EndsWith(".git", StringComparison.Ordinal))
                {
                    waiting.Push(inner);
                }
                else if (Directory.Exists(Path.Combine(inner, "objects")))
                {
                    projects.Add(Path.GetRelativePath(Repositories, inner)[..^4]);
                }
            }
        }

        projects.Sort(StringComparer.Ordinal);
        return projects;
    }
}
