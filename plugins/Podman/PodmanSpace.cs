using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Podman;

/// <summary>Where podman works: for root the machine itself, for any other account a user namespace of podman's, with mounts of its own.</summary>
internal sealed class PodmanSpace : IDisposable
{
    // It stays as long as the server holds its input.
    private const string Stay = "echo $$; exec cat";

    private static readonly ImmutableHashSet<string> All = ["memory", "pids", "cpu"];

    private readonly PodmanProgram _podman;
    private readonly Process? _holder;
    private readonly SafeFileHandle? _root;
    private readonly ImmutableHashSet<string> _controllers;

    private PodmanSpace(PodmanProgram podman, Process? holder, SafeFileHandle? root, ImmutableHashSet<string> controllers) =>
        (_podman, _holder, _root, _controllers) = (podman, holder, root, controllers);

    /// <summary>What stands before a path of podman's where this process looks at it; empty for root.</summary>
    public string Root => _root is null ? "" : $"/proc/self/fd/{_root.DangerousGetHandle()}";

    /// <summary>Whether containers have control groups, so that the limits are those of the build as a whole.</summary>
    public bool HasGroups => _controllers.Contains("memory") && _controllers.Contains("pids");

    /// <summary>Whether they have one of processors.</summary>
    public bool LimitsProcessors => _controllers.Contains("cpu");

    /// <summary>False when the process that holds it is gone.</summary>
    public bool IsThere => _holder is not { HasExited: true };

    /// <summary>Who owns the files of builds, as podman counts accounts.</summary>
    public string Owner => Text(IsOfRoot ? BuildFolder.FirstId + BuildFolder.Account : 0);

    /// <summary>The arguments that say who the accounts of a container are: the build's is one of nobody, or, as only root can become another, the server's own, without its rights.</summary>
    public IEnumerable<string> Accounts => IsOfRoot
        ? Both($"0:{BuildFolder.FirstId}:65536")
        : [.. Both($"{BuildFolder.Account}:0:1"), .. Both($"0:1:{BuildFolder.Account}"), .. Both($"{BuildFolder.Account + 1}:{BuildFolder.Account + 1}:{65536 - BuildFolder.Account}")];

    private bool IsOfRoot => _root is null;

    /// <summary>Opens it.</summary>
    /// <exception cref="OutsideException">The server's account cannot have one.</exception>
    public static async Task<PodmanSpace> OpenAsync(PodmanProgram podman)
    {
        if (Environment.IsPrivilegedProcess)
        {
            return new PodmanSpace(podman, null, null, All);
        }

        var (id, holder) = await HoldAsync(podman);
#pragma warning disable CA2000 // The space owns it.
        var root = new SafeFileHandle(Native.Open($"/proc/{id}/root", Native.PointTo), ownsHandle: true);
#pragma warning restore CA2000
        try
        {
            if (root.IsInvalid)
            {
                throw new OutsideException($"The user namespace that podman made for the account {Environment.UserName} cannot be looked into; let accounts trace their own processes (kernel.yama.ptrace_scope at most 1).");
            }

            var controllers = await podman.DoAsync("describe this machine", ["info", "--format", "{{range .Host.CgroupControllers}}{{.}} {{end}}"], CancellationToken.None);
            return new PodmanSpace(podman, holder, root, [.. controllers.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        }
        catch
        {
            root.Dispose();
            End(holder);
            throw;
        }
    }

    public void Dispose()
    {
        _root?.Dispose();
        End(_holder);
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

    // It ends when nobody holds its input.
    private static void End(Process? holder)
    {
        holder?.StandardInput.Close();
        holder?.Dispose();
    }

    private static string[] Both(string map) => ["--uidmap", map, "--gidmap", map];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
