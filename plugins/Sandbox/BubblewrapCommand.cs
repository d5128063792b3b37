using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugins.Environments;
using PluginCi.Plugins.Sandbox.Services;

namespace PluginCi.Plugins.Sandbox;

/// <summary>The command that starts the sandbox of one build or service.</summary>
internal static class BubblewrapCommand
{
    private const string ShellInside = "/run/driver-shell";
    private const string ScriptInside = "/run/driver";

    // Everything that compilers, interpreters and certificate checks of Debian and Fedora read; no secrets and no accounts among it.
    private static readonly ImmutableArray<string> EtcPaths =
    [
        "/etc/alternatives", "/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/etc/ca-certificates", "/etc/ca-certificates.conf", "/etc/pki/tls", "/etc/pki/ca-trust",
        "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime", "/etc/mime.types", "/etc/protocols", "/etc/services",
        "/etc/debian_version", "/etc/os-release", "/etc/dotnet", "/etc/java-17-openjdk", "/etc/python3", "/etc/python3.11", "/etc/perl", "/etc/php",
        "/etc/fonts", "/etc/magic", "/etc/terminfo", "/etc/inputrc",
    ];

    private static readonly ImmutableArray<string> RootPaths = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    /// <summary>Makes the command.</summary>
    /// <param name="files">The folder with the shell copy and the generated files of /etc.</param>
    /// <param name="script">The driver's program.</param>
    /// <param name="workspace">The checkout, shown read-only; null for none.</param>
    /// <param name="shown">What it sees besides: arguments of bwrap, such as <see cref="Caches"/>.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="more">More paths of the host to show.</param>
    /// <param name="root">The system to show in place of the host's, or null for that one.</param>
    /// <param name="network">The network that it shares, or null for one of its own.</param>
    public static IEnumerable<string> Make(
        SandboxFiles files, string script, string? workspace, IEnumerable<string> shown, ResourceLimits limits, ImmutableArray<string> more, SystemRoot? root, SharedNetwork? network) =>
    [
        .. network is null ? ["bwrap", "--unshare-net"] : network.Enter("bwrap"),
        "--unshare-user", "--disable-userns", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
        "--uid", "1000", "--gid", "1000", "--cap-drop", "ALL", "--hostname", "build",
        "--as-pid-1", "--die-with-parent", "--new-session", "--clearenv", "--seccomp", "6",
        .. root is null ? ShowHost(more) : ["--ro-bind", root.Files, "/"],
        .. files.EtcFiles.SelectMany(file => new[] { "--ro-bind", file, "/etc/" + Path.GetFileName(file) }),
        // Read-only: when the server is root, uid 1000 inside is root's own id outside, and the kernel would let it write /proc/sys.
        "--proc", "/proc", "--remount-ro", "/proc",
        "--dev", "/dev",
        "--size", Bytes(limits.DiskBytes), "--tmpfs", "/dev/shm", "--remount-ro", "/dev",
        "--size", Bytes(limits.DiskBytes), "--tmpfs", "/build",
        "--tmpfs", "/run",
        .. workspace is null ? [] : (string[])["--ro-bind", workspace, StepDriver.Checkout],
        .. shown,
        "--ro-bind", root?.Shell ?? files.Shell, ShellInside, "--ro-bind", script, ScriptInside,
        "--remount-ro", "/run", "--remount-ro", "/",
        "--chdir", "/build",
        "--", ShellInside, ScriptInside,
    ];

    /// <summary>What shows the archives of caches, read-only, and the pipes for those that are handed back.</summary>
    /// <remarks>A pipe can be written to where it is shown read-only.</remarks>
    public static IEnumerable<string> Caches(BuildRequest request) => request.Caches.SelectMany((cache, index) => (string[])
    [
        .. cache.Archive is { } archive ? ["--ro-bind", archive, string.Create(CultureInfo.InvariantCulture, $"{StepDriver.Caches}/{index}")] : (string[])[],
        .. cache.Into is not null ? ["--ro-bind", new CacheArchive(cache).Pipe, string.Create(CultureInfo.InvariantCulture, $"{StepDriver.Caches}/{index}.pipe")] : (string[])[],
    ]);

    private static IEnumerable<string> ShowHost(ImmutableArray<string> more) =>
    [
        "--ro-bind", "/usr", "/usr",
        .. RootPaths.SelectMany(ShowRootPath),
        "--dir", "/etc",
        .. EtcPaths.SelectMany(path => new[] { "--ro-bind-try", path, path }),
        .. more.SelectMany(path => new[] { "--ro-bind-try", path, path }),
        "--symlink", "build/tmp", "/tmp", "--dir", "/var", "--symlink", "../build/tmp", "/var/tmp",
    ];

    private static IEnumerable<string> ShowRootPath(string path)
    {
        var folder = new DirectoryInfo(path);
        if (!folder.Exists)
        {
            return [];
        }
        return folder.LinkTarget is { } target ? ["--symlink", target, path] : ["--ro-bind", path, path];
    }

    private static string Bytes(long count) => count.ToString(CultureInfo.InvariantCulture);
}
