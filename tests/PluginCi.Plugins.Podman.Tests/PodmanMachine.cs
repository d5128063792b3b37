using System.Diagnostics;

namespace PluginCi.Plugins.Podman.Tests;

/// <summary>A store of podman's for one class of tests, with one small image that is made of this machine's own programs.</summary>
public sealed class PodmanMachine : IDisposable
{
    private const string Programs = """
        sh bash env cat ls cp tar find mkdir rm head tail tr seq cut touch mkfifo ln chmod chown sleep id stat yes nohup setsid grep wc uniq sha256sum readlink date dd sort true false printf test [ df ps unshare mount umount mknod hostname perl
        """;

    // Every program and each library it is linked to, as plain files below folders of the same names.
    private const string Pack = """
        set -e
        cd /
        for program in $0; do found=$(command -v "/usr/bin/$program") && echo "bin/$program" && ldd "$found" | grep -o '/[^ ]*'; done | sed 's:^/::' | sort -u > "$1/files"
        mkdir -p "$1/more/etc" "$1/more/usr" "$1/more/tmp"
        echo 'root:x:0:0:root:/root:/bin/sh' > "$1/more/etc/passwd"
        tar --create --dereference --file "$1/image.tar" --files-from "$1/files" --directory "$1/more" etc usr tmp
        """;

    private readonly Lazy<string> _storage;

    public PodmanMachine() => _storage = new Lazy<string>(MakeStorage);

    public const string Image = "localhost/pluginci-tests:1";

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
        Run("sh", "-c", Pack, Programs, folder);
        Run("podman", "--root", Path.Combine(folder, "storage"), "--runroot", Path.Combine(folder, "run"), "import", "--quiet", "--change", "ENV FROM_IMAGE=yes", Path.Combine(folder, "image.tar"), Image);
        return folder;
    }

    private static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        var complained = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? said.Trim() : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {complained.Result}");
    }
}
