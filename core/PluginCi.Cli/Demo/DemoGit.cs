using CliWrap;
using CliWrap.Buffered;

namespace PluginCi.Cli;

/// <summary>Git as the demo's people use it: with names of their own and nothing of the machine's settings.</summary>
internal static class DemoGit
{
    /// <summary>Runs git.</summary>
    /// <returns>What it printed, both streams.</returns>
    /// <exception cref="DemoException">It failed.</exception>
    public static async Task<string> RunAsync(string folder, string person, CancellationToken cancellationToken, params string[] arguments)
    {
        var result = await TryAsync(folder, person, cancellationToken, arguments);
        return result.IsSuccess
            ? result.StandardOutput + result.StandardError
            : throw new DemoException($"git {string.Join(' ', arguments)} failed in {folder}: {result.StandardError.Trim()}");
    }

    public static async Task<BufferedCommandResult> TryAsync(string folder, string person, CancellationToken cancellationToken, params string[] arguments) =>
        await CliWrap.Cli.Wrap("git")
            .WithWorkingDirectory(folder)
            .WithArguments(["-c", "protocol.file.allow=always", "-c", "safe.directory=*", "-c", "commit.gpgsign=false", .. arguments])
            .WithEnvironmentVariables(variables => variables
                .Set("GIT_CONFIG_GLOBAL", "/dev/null")
                .Set("GIT_CONFIG_SYSTEM", "/dev/null")
                .Set("GIT_TERMINAL_PROMPT", "0")
                .Set("GIT_AUTHOR_NAME", person).Set("GIT_AUTHOR_EMAIL", $"{person}@example.org")
                .Set("GIT_COMMITTER_NAME", person).Set("GIT_COMMITTER_EMAIL", $"{person}@example.org")

                // Fixed, so that a demo that is started again makes the very same commits.
                .Set("GIT_AUTHOR_DATE", "2026-01-05T10:00:00Z").Set("GIT_COMMITTER_DATE", "2026-01-05T10:00:00Z"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
}
