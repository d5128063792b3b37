using System.Collections;
using System.Text;
using CliWrap;
using Microsoft.Extensions.Logging;

namespace PluginCi.Git;

/// <summary>Runs the git command on one repository, the same way whoever's account and shell the server was started from.</summary>
internal sealed class GitCommand(string repository, string globalConfig, GitOptions options, ILogger logger)
{
    public async Task<GitResult> TryAsync(IEnumerable<string> arguments, CancellationToken cancellationToken, params (string, string)[] variables) =>
        await RunAsync(arguments, options.LocalTimeLimit, variables, PipeSource.Null, null, cancellationToken);

    public async Task<GitResult> TryRemoteAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        await RunAsync(arguments, options.RemoteTimeLimit, [], PipeSource.Null, null, cancellationToken);

    /// <summary>Runs it with bytes that come from, or go to, somebody elsewhere at their pace.</summary>
    public async Task<GitResult> TryRemoteAsync(IEnumerable<string> arguments, PipeSource input, PipeTarget? output, CancellationToken cancellationToken) =>
        await RunAsync(arguments, options.RemoteTimeLimit, [], input, output, cancellationToken);

    /// <summary>Gives the result back when its status is one of those expected.</summary>
    /// <exception cref="GitException">It is another one.</exception>
    public GitResult Expect(GitResult result, IEnumerable<string> arguments, params ReadOnlySpan<int> statuses)
    {
        if (statuses.Contains(result.ExitCode))
        {
            return result;
        }

        var said = result.Errors.Trim() is { Length: > 0 } errors ? errors : "nothing";
        throw new GitException(
            $"git {string.Join(' ', arguments)} in {repository} ended with status {result.ExitCode}; it said: {said}",
            GitTrouble.IsTransient(result.Errors));
    }

    private async Task<GitResult> RunAsync(
        IEnumerable<string> arguments, TimeSpan limit, (string Name, string Value)[] variables, PipeSource input, PipeTarget? bytes, CancellationToken cancellationToken)
    {
        var all = arguments as string[] ?? [.. arguments];
        var output = new StringBuilder();
        var errors = new StringBuilder();
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        try
        {
            var ended = await Cli.Wrap("git")
                .WithArguments(["-C", repository, .. all])
                .WithEnvironmentVariables(Environment(variables))
                .WithStandardInputPipe(input)
                .WithStandardOutputPipe(bytes ?? PipeTarget.ToStringBuilder(output, Encoding.UTF8))
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors, Encoding.UTF8))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(timer.Token);
            Log.CommandEnded(logger, all[0], repository, ended.ExitCode, ended.RunTime);
            return new GitResult(ended.ExitCode, output.ToString(), errors.ToString());
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GitException(
                $"git {string.Join(' ', all)} in {repository} was stopped after its time limit of {limit}.", isTransient: true, e);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new GitException($"The git command could not be started ({e.Message}); install git 2.38 or newer.", e);
        }
    }

    // A hook's or a developer's GIT_DIR would point elsewhere, and a developer's own settings could change what a merge gives.
    private Dictionary<string, string?> Environment((string Name, string Value)[] variables)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
        {
            if (variable.Key is string name && name.StartsWith("GIT_", StringComparison.Ordinal))
            {
                environment[name] = null;
            }
        }

        environment["GIT_TERMINAL_PROMPT"] = "0";
        environment["GIT_CONFIG_NOSYSTEM"] = "1";
        environment["GIT_CONFIG_GLOBAL"] = globalConfig;
        environment["GIT_SSH_COMMAND"] = "ssh -o BatchMode=yes";
        environment["LC_ALL"] = "C";
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        return environment;
    }
}
