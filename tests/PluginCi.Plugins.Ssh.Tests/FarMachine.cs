using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PluginCi.Plugins.Ssh.Tests;

/// <summary>A machine with a real sshd on a port of the loopback: processes, accounts, <c>/tmp</c> and programs of its own, by namespaces. It can be restarted, and lose its connections.</summary>
internal sealed class FarMachine : IDisposable
{
    private const string Told = "told";

    private static readonly Lazy<string?> KnownObstacle = new(FindObstacle);

    // One for each machine: the kernel counts processes by account, also those of other namespaces.
    private static int _lastAccount = 42_000;

    private Process? _machine;

    public FarMachine()
    {
        // Not below /tmp: the machine has another one.
        Root = Directory.CreateDirectory($"/var/tmp/pluginci-ssh-{Guid.NewGuid():N}").FullName;
        Port = FreePort();
        foreach (var folder in new[] { "home", "tmp", "bin", "keys" })
        {
            Directory.CreateDirectory(PathTo(folder));
        }

        foreach (var key in new[] { "host", "user", "stranger" })
        {
            Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", PathTo("keys", key));
        }

        File.Copy(PathTo("keys", "user.pub"), PathTo("authorized"));
        File.WriteAllText(KnownHosts, $"[127.0.0.1]:{Port} {File.ReadAllText(PathTo("keys", "host.pub"))}");
        Account = Environment.IsPrivilegedProcess ? Interlocked.Increment(ref _lastAccount) : int.Parse(Run("id", "-u"), System.Globalization.CultureInfo.InvariantCulture);
        File.WriteAllText(PathTo("passwd"), $"ci:x:{Account}:{Account}::{PathTo("home")}:/bin/sh\n{File.ReadAllText("/etc/passwd")}");
        File.WriteAllText(PathTo("sshd_config"), $"""
            Port {Port}
            ListenAddress 127.0.0.1
            HostKey {PathTo("keys", "host")}
            AuthorizedKeysFile {PathTo("authorized")}
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PidFile none
            MaxStartups 100

            """);
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", $"{Account}:{Account}", PathTo("home"));
        }

        Start();
    }

    /// <summary>Why there cannot be one here, or null.</summary>
    public static string? Obstacle => KnownObstacle.Value;

    public string Root { get; }

    public int Port { get; }

    /// <summary>The number of the account of builds.</summary>
    public int Account { get; }

    public string KnownHosts => PathTo("known_hosts");

    /// <summary>The folder of builds.</summary>
    public string Builds => PathTo("home", "pluginci-builds");

    public string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    public MachineSettings Settings => new()
    {
        Name = "mac-1",
        Host = "127.0.0.1",
        Port = Port,
        User = "ci",
        IdentityFile = PathTo("keys", "user"),
        KnownHostsFile = KnownHosts,
        Capacity = 3,
        TakesAll = true,
        Path = $"{PathTo("bin")}:/usr/bin:/bin",
    };

    /// <summary>Turns it on, with sshd.</summary>
    public void Start()
    {
        var start = new ProcessStartInfo("unshare") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        string[] rights = Environment.IsPrivilegedProcess ? [] : ["--user", "--map-current-user", "--keep-caps"];
        foreach (var argument in (string[])[.. rights, "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "/bin/bash", "-c", "exec 2>&1; while read -r line; do eval \"$line\"; echo " + Told + "; done"])
        {
            start.ArgumentList.Add(argument);
        }

        _machine = Process.Start(start)!;
        Do($"chmod 1777 {PathTo("tmp")}; mount --bind {PathTo("tmp")} /tmp && mount --bind {PathTo("passwd")} /etc/passwd && mount -t tmpfs none /run && mkdir /run/sshd");
        StartDaemon();
    }

    /// <summary>Turns it off, at once; nothing of it runs when this returns.</summary>
    public void Kill()
    {
        // Its first process ends after all the others, and unshare after that.
        var first = File.ReadAllText(FormattableString.Invariant($"/proc/{_machine!.Id}/task/{_machine.Id}/children"));
        using (var process = Process.GetProcessById(int.Parse(first, CultureInfo.InvariantCulture)))
        {
            process.Kill();
        }

        _machine.WaitForExit();
        _machine.Dispose();
    }

    /// <summary>Starts sshd; it listens when this returns. An account has a limit of processes, as it has on a Mac: a fork bomb is the machine's alone.</summary>
    public void StartDaemon()
    {
        var said = Do($"(ulimit -u 1000; /usr/sbin/sshd -f {PathTo("sshd_config")} -E {PathTo("sshd.log")}) || cat {PathTo("sshd.log")}");
        var started = TimeProvider.System.GetTimestamp();
        while (!Answers())
        {
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromSeconds(30))
            {
                throw new InvalidOperationException($"sshd does not listen: {said}\n{File.ReadAllText(PathTo("sshd.log"))}");
            }
        }
    }

    /// <summary>Kills sshd, or only those of its processes that serve connections.</summary>
    public void KillDaemon(bool connectionsOnly = false) => Do(connectionsOnly ? "pkill -9 -f '^sshd: ci' || true" : "pkill -9 sshd || true");

    /// <summary>Runs a command line on it as its administrator.</summary>
    /// <returns>What it said.</returns>
    public string Do(string command)
    {
        _machine!.StandardInput.WriteLine(command);
        _machine.StandardInput.Flush();
        var said = new List<string>();
        while (_machine.StandardOutput.ReadLine() is { } line && line != Told)
        {
            said.Add(line);
        }

        return string.Join('\n', said);
    }

    public void Dispose()
    {
        Kill();
        Directory.Delete(Root, recursive: true);
    }

    private static string? FindObstacle() =>
        !File.Exists("/usr/sbin/sshd") ? "sshd is not installed; on Debian: apt-get install openssh-server"
        : TryRun("unshare", [.. Environment.IsPrivilegedProcess ? [] : (string[])["--user", "--map-current-user", "--keep-caps"], "--mount", "--pid", "--fork", "--mount-proc", "mount", "-t", "tmpfs", "none", "/run"]) is { } trouble
            ? $"Namespaces cannot be made here: {trouble}" : null;

    private bool Answers()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Not one that the system gives to whoever asks for any: it must still be free when the machine is back, and a client that connects to itself would take it.
    private static int FreePort()
    {
        while (true)
        {
            var port = System.Security.Cryptography.RandomNumberGenerator.GetInt32(10_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }

    private static string? TryRun(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : complaint.Trim();
    }

    public static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var complaint = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? said.Trim() : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with status {process.ExitCode}: {said}{complaint.Result}");
    }
}
