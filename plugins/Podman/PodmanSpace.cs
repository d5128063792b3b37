using System.Diagnostics;
using System.Globalization;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Podman;

/// <summary>Where podman works: for root the machine itself, for any other account a user namespace of podman's, with mounts of its own.</summary>
internal sealed class PodmanSpace
{
    // It stays as long as the server holds its input.
    private const string Stay = "echo $$; exec cat";

    private readonly PodmanProgram _podman;
    private readonly Process? _holder;

    private PodmanSpace(PodmanProgram podman, Process? holder, string root, bool hasGroups) => (_podman, _holder, Root, HasGroups) = (podman, holder, root, hasGroups);

    /// <summary>What stands before a path of podman's where this process looks at it; empty for root.</summary>
    public string Root { get; }

    /// <summary>Whether containers have control groups, so that the limits are those of the build as a whole.</summary>
    public bool HasGroups { get; }

    /// <summary>False when the process that holds it is gone.</summary>
    public bool IsThere => _holder is not { HasExited: true };

    /// <summary>Who owns the files of builds, as podman counts accounts.</summary>
    public string Owner => Text(IsOfRoot ? BuildFolder.FirstId + BuildFolder.Account : 0);

    /// <summary>The arguments that say who the accounts of a container are: the build's is one of nobody, or, as only root can become another, the server's own, without its rights.</summary>
    public IEnumerable<string> Accounts => IsOfRoot
        ? Both($"0:{BuildFolder.FirstId}:65536")
        : [.. Both($"{BuildFolder.Account}:0:1"), .. Both($"0:1:{BuildFolder.Account}"), .. Both($"{BuildFolder.Account + 1}:{BuildFolder.Account + 1}:{65536 - BuildFolder.Account}")];

    private bool IsOfRoot => Root.Length == 0;

    /// <summary>Opens it.</summary>
    /// <exception cref="OutsideException">The server's account cannot have one.</exception>
    public static async Task<PodmanSpace> OpenAsync(PodmanProgram podman)
    {
        if (Environment.IsPrivilegedProcess)
        {
            return new PodmanSpace(podman, null, "", hasGroups: true);
        }

        var (id, holder) = await HoldAsync(podman);
        var controllers = await podman.DoAsync("describe this machine", ["info", "--format", "{{.Host.CgroupControllers}}"], CancellationToken.None);
        return new PodmanSpace(podman, holder, $"/proc/{id}/root", controllers.Contains("memory", StringComparison.Ordinal) && controllers.Contains("pids", StringComparison.Ordinal));
    }

    /// <summary>Runs a small program there, to its end.</summary>
    /// <returns>Null, or the first line of what it said when it failed.</returns>
    public async Task<string?> RunAsync(params string[] command)
    {
        if (IsOfRoot)
        {
            return await HostProgram.RunAsync(command[0], command[1..]);
        }

        var answer = await _podman.RunAsync(["unshare", .. command], CancellationToken.None);
        return answer.Status == 0 ? null : answer.Complaints.Split('\n')[0];
    }

    private static async Task<(string Id, Process Holder)> HoldAsync(PodmanProgram podman)
    {
        try
        {
            return await podman.StayAsync(["unshare", "sh", "-c", Stay]);
        }
        catch (OutsideException exception)
        {
            var name = Environment.UserName;
            throw new OutsideException(
                $"Podman could not make a user namespace for the account {name}. It needs newuidmap and 65,536 subordinate accounts: `apt-get install uidmap` and `usermod --add-subuids 1000000-1065535 --add-subgids 1000000-1065535 {name}`, as root. It said: {exception.Message}",
                isTransient: false,
                exception);
        }
    }

    private static string[] Both(string map) => ["--uidmap", map, "--gidmap", map];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
