using CliWrap;
using CliWrap.Buffered;

namespace PluginCi.Cli;

/// <summary>The program git, for what commands ask a repository of one's own.</summary>
internal static class GitProgram
{
    /// <summary>Runs it in a repository.</summary>
    /// <param name="directory">A working tree, or a bare repository.</param>
    /// <param name="arguments">What to do.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What it printed, or null when it failed.</returns>
    public static async Task<string?> TryAsync(string directory, string[] arguments, CancellationToken cancellationToken)
    {
        var ended = await CliWrap.Cli.Wrap("git")
            .WithArguments(["-C", directory, .. arguments])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        return ended.ExitCode == 0 ? ended.StandardOutput : null;
    }

    /// <summary>Finds the commit that a name stands for.</summary>
    /// <returns>Its hash, or null when the repository knows no such commit.</returns>
    public static async Task<string?> FindCommitAsync(string directory, string name, CancellationToken cancellationToken) =>
        (await TryAsync(directory, ["rev-parse", "--verify", "--quiet", "--end-of-options", $"{name}^{{commit}}"], cancellationToken))?.Trim();

    /// <summary>The message about a name that stands for no commit.</summary>
    public static string Unknown(string directory, string name) => $"{Path.GetFullPath(directory)} knows no commit '{name}'. Name a commit, branch or tag of that repository.";
}
