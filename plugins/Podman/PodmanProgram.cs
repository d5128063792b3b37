using System.Diagnostics;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Podman;

/// <summary>Runs <c>podman</c>, each time to its end.</summary>
internal sealed class PodmanProgram(PodmanSettings settings)
{
    // Descriptor 3 is where a build's output goes.
    private const string Launcher = "exec 3>\"$0\"; exec podman \"$@\"";

    // All that podman passes on or says itself goes where the service's output goes.
    private const string AttachedLauncher = "exec >\"$0\" 2>&1; exec podman \"$@\"";

    private const int NotThere = 127;

    /// <summary>Runs it.</summary>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="cancellationToken">Kills podman, and nothing that it started.</param>
    /// <param name="output">The file that descriptor 3 writes to, or null.</param>
    /// <param name="input">What it reads.</param>
    public async Task<PodmanAnswer> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken, string? output = null, string input = "")
    {
        using var process = Start(Launcher, output ?? "/dev/null", arguments);
        var said = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var complained = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await GiveAsync(process.StandardInput, input, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        var answer = new PodmanAnswer(process.ExitCode, (await said).Trim(), (await complained).Trim());
        return answer.Status == NotThere && answer.Complaints.Contains("podman: not found", StringComparison.Ordinal)
            ? throw new OutsideException("Podman is not installed; install it, on Debian with `apt-get install podman runc`.")
            : answer;
    }

    /// <summary>Runs it until what it started ends.</summary>
    /// <param name="arguments">The command and its arguments.</param>
    /// <param name="output">The file that everything is written to.</param>
    /// <returns>Its status.</returns>
    public async Task<int> RunAttachedAsync(IEnumerable<string> arguments, string output)
    {
        using var process = Start(AttachedLauncher, output, arguments);
        process.StandardInput.Close();
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }

    /// <summary>Starts what stays as long as this process.</summary>
    /// <param name="arguments">The command and its arguments.</param>
    /// <returns>The first line that it says; and it itself, which ends when its input has no owner any more.</returns>
    /// <exception cref="OutsideException">It ended before it said one.</exception>
    public async Task<(string Said, Process Process)> StayAsync(IEnumerable<string> arguments)
    {
        var process = Start(Launcher, "/dev/null", arguments);
        var complained = process.StandardError.ReadToEndAsync(CancellationToken.None);
        if (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } said)
        {
            return (said, process);
        }

        process.Dispose();
        throw new OutsideException((await complained).Trim());
    }

    /// <summary>Runs it, and wants it to do what it is asked.</summary>
    /// <exception cref="OutsideException">It did not.</exception>
    public async Task<string> DoAsync(string purpose, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var answer = await RunAsync(arguments, cancellationToken);
        return answer.Status == 0 ? answer.Output : throw new OutsideException($"Podman could not {purpose}. It said: {answer.Complaints}");
    }

    // It may end before it has read all of it, and says why itself.
    private static async Task GiveAsync(StreamWriter to, string input, CancellationToken cancellationToken)
    {
        try
        {
            await to.WriteAsync(input.AsMemory(), cancellationToken);
            to.Close();
        }
        catch (IOException)
        {
        }
    }

    private Process Start(string launcher, string output, IEnumerable<string> arguments) => OwnSession.Start(
        ["/bin/sh", "-c", launcher, output, "--log-level", "error", .. Everywhere(), .. arguments],
        "Podman could not be started",
        knowsServer: true,
        settings.Environments.RegistriesFile is { } registries ? [KeyValuePair.Create("CONTAINERS_REGISTRIES_CONF", registries)] : []);

    private IEnumerable<string> Everywhere() =>
    [
        .. settings.Storage is { } storage ? ["--root", Path.Combine(storage, "storage"), "--runroot", Path.Combine(storage, "run")] : (string[])[],
        .. settings.Runtime is { } runtime ? ["--runtime", runtime] : (string[])[],
    ];
}

/// <summary>What podman answered.</summary>
internal sealed record PodmanAnswer(int Status, string Output, string Complaints)
{
    /// <summary>True when podman itself failed; else the status is that of what it ran.</summary>
    public bool IsTrouble => Status != 0 && Complaints.Length > 0;
}
