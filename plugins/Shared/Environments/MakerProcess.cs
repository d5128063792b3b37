using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Environments;

/// <summary>A program that helps to make a system, with all that it starts.</summary>
internal sealed class MakerProcess : IDisposable
{
    // In a session of its own, which is asked to end when our side of the pipe closes, as also when this server is killed: then mmdebstrap ends at once and clears up after itself.
    // Asked alone, it would first wait for what it started. What has not ended after a while is killed.
    private const string Launcher = """
        trap : TERM
        patience=$1; shift
        exec 5<&0 </dev/null
        { trap : TERM; while read -r _ <&5; do :; done; kill -TERM 0; sleep "$patience"; kill -KILL 0; } >/dev/null 2>&1 &
        exec 5<&-
        "$@" 2>&1
        status=$?
        kill -KILL "$!" 2>/dev/null
        exit "$status"
        """;

    // What mmdebstrap takes to clear up on a slow disk.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // As root mmdebstrap mounts where everybody sees it. What it leaves when all is killed at once would have to be unmounted before it can be removed; so the mounts go with the last of its processes.
    private static readonly string[] OwnMounts = Environment.IsPrivilegedProcess ? ["unshare", "--mount"] : [];

    // Of the server's environment only what leads to the mirrors: the rest may be secret, and scripts of packages run with it.
    private static readonly string[] Passed = ["http_proxy", "https_proxy", "no_proxy", "TMPDIR"];

    /// <summary>The status of a program that is not there.</summary>
    public const int NotFound = 127;

    private readonly Process _process;
    private int _ending;

    private MakerProcess(Process process) => _process = process;

    /// <summary>Runs a program to its end.</summary>
    /// <param name="folder">Where it runs, and where it may keep what it needs in between.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="take">Takes what it prints, line by line.</param>
    /// <param name="givenUp">Ends it, with all that it started.</param>
    /// <param name="patience">How long it may take to end by itself; half a minute by default.</param>
    /// <returns>Its exit status.</returns>
    public static async Task<int> RunAsync(string folder, IEnumerable<string> command, Action<string> take, CancellationToken givenUp, TimeSpan? patience = null)
    {
        using var process = Start(folder, command, patience ?? Patience);
        await using var ending = givenUp.Register(process.End);
        while (await process._process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            take(line);
        }

        await process._process.WaitForExitAsync(CancellationToken.None);
        givenUp.ThrowIfCancellationRequested();
        return process._process.ExitCode;
    }

    /// <summary>Runs a program to its end, and keeps what it printed last, which says why it failed.</summary>
    /// <param name="folder">Where it runs, and where it may keep what it needs in between.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="tell">Takes what it prints, line by line.</param>
    /// <param name="givenUp">Ends it, with all that it started.</param>
    /// <returns>Its exit status, and its last line.</returns>
    public static async Task<(int Status, string Last)> TellAsync(string folder, IEnumerable<string> command, Action<string> tell, CancellationToken givenUp)
    {
        var last = "";
        var status = await RunAsync(
            folder,
            command,
            line =>
            {
                tell(line);
                last = line;
            },
            givenUp);
        return (status, last);
    }

    private static MakerProcess Start(string folder, IEnumerable<string> command, TimeSpan patience)
    {
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = folder };
        string[] launched = [.. OwnMounts, "/bin/sh", "-c", Launcher, "launcher", patience.TotalSeconds.ToString(CultureInfo.InvariantCulture), .. command];
        foreach (var argument in launched)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var name in Passed.Where(name => Environment.GetEnvironmentVariable(name) is not null))
        {
            start.Environment[name] = Environment.GetEnvironmentVariable(name);
        }

        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LC_ALL"] = "C.UTF-8";
        if (Environment.IsPrivilegedProcess)
        {
            // Without privileges mmdebstrap works as other users, who may not see our folder.
            start.Environment["TMPDIR"] = folder;
        }

        Native.CloseDescriptorsInChildren();
        try
        {
            return new MakerProcess(Process.Start(start) ?? throw new OutsideException("The sandbox could not start setsid; install util-linux."));
        }
        catch (Win32Exception exception)
        {
            throw new OutsideException($"The sandbox could not start: {exception.Message}. Install util-linux, which brings setsid.", isTransient: false, exception);
        }
    }

    public void Dispose()
    {
        End();
        _process.Dispose();
    }

    private void End()
    {
        if (Interlocked.Exchange(ref _ending, 1) == 0)
        {
            _process.StandardInput.Close();
        }
    }
}
