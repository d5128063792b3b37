using System.Collections;
using System.Text;
using CliWrap;

namespace PluginCi.Plugins.Git.Review;

/// <summary>Runs the git command on one hosted repository.</summary>
internal sealed class RepositoryGit(string repository)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2);

    /// <summary>Runs a command that must succeed.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="IOException">It failed or took more than two minutes.</exception>
    public async Task<string> RunAsync(string[] arguments, string input, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        var errors = new StringBuilder();
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(TimeLimit);
        try
        {
            var ended = await Cli.Wrap("git")
                .WithArguments(["-C", repository, "-c", "safe.directory=*", .. arguments])
                .WithEnvironmentVariables(Environment())
                .WithStandardInputPipe(PipeSource.FromString(input, Encoding.UTF8))
                .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output, Encoding.UTF8))
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors, Encoding.UTF8))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(timer.Token);
            return ended.ExitCode == 0
                ? output.ToString()
                : throw new IOException($"git {arguments[0]} in {repository} ended with status {ended.ExitCode}; it said: {errors.ToString().Trim()}");
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"git {arguments[0]} in {repository} was stopped after {TimeLimit}.", e);
        }
    }

    public Task<string> RunAsync(string[] arguments, CancellationToken cancellationToken) => RunAsync(arguments, "", cancellationToken);

    /// <summary>Removes what a git that was killed while it wrote a ref left behind.</summary>
    public void RemoveLockOf(string name)
    {
        var file = Path.Combine(repository, $"{name}.lock");
        if (File.Exists(file))
        {
            File.Delete(file);
        }
    }

    // Git sets GIT_DIR and more for its hooks; they would reach the commands that a hook runs.
    private static Dictionary<string, string?> Environment()
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["LC_ALL"] = "C" };
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            if (variable.Key is string name && name.StartsWith("GIT_", StringComparison.Ordinal))
            {
                environment[name] = null;
            }
        }

        return environment;
    }
}
