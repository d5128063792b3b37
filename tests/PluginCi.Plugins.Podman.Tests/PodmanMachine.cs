using System.Diagnostics;
using static PluginCi.Testing.ToolImage;

namespace PluginCi.Plugins.Podman.Tests;

/// <summary>A store of podman's for one class of tests, with one small image that is made of this machine's own programs.</summary>
public sealed class PodmanMachine : IDisposable
{
    private readonly Lazy<string> _storage;

    public PodmanMachine() => _storage = new Lazy<string>(MakeStorage);

    public const string Image = ToolImage.Name;

    /// <summary>Null, or why this machine cannot run the plugin.</summary>
    public static string? Obstacle { get; } =
        Environment.UserName != "root" ? "Not root: the podman plugin mounts disks."
        : !File.Exists("/usr/bin/podman") ? "podman is not installed: apt-get install podman runc"
        : !CanMount() ? "This machine does not let root mount a disk."
        : null;

    /// <summary>The folder for the plugin's setting <c>storage</c>.</summary>
    public string Storage => _storage.Value;

    /// <summary>Runs podman on the store, and wants it to do what it is asked.</summary>
    public string Podman(params string[] arguments) => Run("podman", ["--root", Path.Combine(Storage, "storage"), "--runroot", Path.Combine(Storage, "run"), .. arguments]);

    /// <summary>Makes another image of the same files.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="changes">What is said of it, as in a Dockerfile.</param>
    public void Import(string name, params string[] changes) =>
        Podman(["import", "--quiet", .. changes.SelectMany(change => new[] { "--change", change }), Path.Combine(Storage, "image.tar"), name]);

    public void Dispose()
    {
        if (_storage.IsValueCreated)
        {
            Podman("rm", "--all", "--force", "--time", "0");
            RemoveStore(Storage);
        }
    }

    /// <summary>Removes the folder of a store that has no containers.</summary>
    public static void RemoveStore(string storage) => Run("sh", "-c", "umount --recursive \"$0\"/storage/overlay 2> /dev/null; rm -rf \"$0\"", storage);

    private static bool CanMount()
    {
        using var mount = Process.Start(new ProcessStartInfo("unshare", ["--mount", "mount", "-t", "tmpfs", "pluginci", "/mnt"]) { RedirectStandardError = true })!;
        mount.WaitForExit();
        return mount.ExitCode == 0;
    }

    private static string MakeStorage()
    {
        var folder = Directory.CreateTempSubdirectory("pluginci-podman-").FullName;
        Run("podman", "--root", Path.Combine(folder, "storage"), "--runroot", Path.Combine(folder, "run"), "import", "--quiet", "--change", "ENV FROM_IMAGE=yes", ToolImage.Pack(folder), Image);
        return folder;
    }
}
