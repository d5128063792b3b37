using System.Diagnostics;

namespace PluginCi.Plugins.Ssh;

/// <summary>The OpenSSH client, with the options of one machine.</summary>
internal sealed class SshProgram(MachineSettings machine, string socket)
{
    /// <summary>The status of <c>ssh</c> itself, when the connection failed. No command of ours ends with it.</summary>
    public const int Failed = 255;

    /// <summary>Starts it, with all of its streams to us.</summary>
    /// <param name="command">What it runs on the machine; its text is seen there and here by everybody.</param>
    /// <param name="isMaster">True for the connection that the others share.</param>
    public Process Start(string command, bool isMaster) => OwnSession.Start(
        ["ssh", "-F", "none", .. Options.SelectMany(option => (string[])["-o", option]), .. isMaster ? ["-M"] : (string[])[], "--", machine.Host, command],
        "ssh could not be started",
        knowsServer: true);

    // Nothing of the configuration of the account or of this machine: what is not said here is ssh's own default.
    private IEnumerable<string> Options =>
    [
        $"User={machine.User}",
        $"Port={machine.Port}",
        $"IdentityFile={Word(machine.IdentityFile)}",
        $"UserKnownHostsFile={Word(machine.KnownHostsFile)}",
        $"ControlPath={Word(socket)}",
        "GlobalKnownHostsFile=none",
        "StrictHostKeyChecking=yes",
        "UpdateHostKeys=no",
        "IdentitiesOnly=yes",
        "IdentityAgent=none",
        "PreferredAuthentications=publickey",
        "BatchMode=yes",
        "RequestTTY=no",
        "ClearAllForwardings=yes",
        "ConnectTimeout=10",
        "ServerAliveInterval=5",
        "ServerAliveCountMax=3",
    ];

    // A % would begin a token of ssh's own.
    private static string Word(string path) => $"\"{path.Replace("%", "%%", StringComparison.Ordinal)}\"";
}
