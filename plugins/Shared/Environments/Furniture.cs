namespace PluginCi.Plugins.Environments;

/// <summary>What executors put their own in place of must be there in a system that is only read, and nothing of the machine that made it.</summary>
internal static class Furniture
{
    // Where builds work, and what podman brings of its own.
    private static readonly string[] Folders = ["build/workspace", "build/home", "build/tmp", "run/pluginci", "proc", "dev", "sys", "etc"];

    private static readonly string[] Files = ["etc/passwd", "etc/group", "etc/hosts", "etc/nsswitch.conf", "run/.containerenv"];

    // mmdebstrap leaves the machine's own here.
    private static readonly string[] EmptyFiles = ["etc/hostname", "etc/resolv.conf"];

    /// <summary>Adds what is missing to a system.</summary>
    /// <param name="root">The system; its files are there.</param>
    public static void Add(SystemRoot root)
    {
        foreach (var folder in Folders)
        {
            Directory.CreateDirectory(Path.Combine(root.Files, folder));
        }

        foreach (var file in Files)
        {
            File.Open(Path.Combine(root.Files, file), FileMode.OpenOrCreate).Dispose();
        }

        foreach (var file in EmptyFiles)
        {
            File.Delete(Path.Combine(root.Files, file));
            File.WriteAllBytes(Path.Combine(root.Files, file), []);
        }

        foreach (var (path, target) in new[] { ("tmp", "build/tmp"), ("var/tmp", "../build/tmp") })
        {
            Directory.Delete(Path.Combine(root.Files, path), recursive: true);
            Directory.CreateSymbolicLink(Path.Combine(root.Files, path), target);
        }
    }

    /// <summary>Copies a shell so that it can be run but not read, which makes the kernel keep its process untraceable.</summary>
    /// <param name="shell">The shell.</param>
    /// <param name="copy">The copy.</param>
    public static void CopyShell(string shell, string copy)
    {
        File.Copy(new FileInfo(shell).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? shell, copy, overwrite: true);
        File.SetUnixFileMode(copy, UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }
}
