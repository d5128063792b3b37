namespace PluginCi.Plugins.Environments;

/// <summary>What executors put their own in place of must be there in a system that is only read, and nothing of the machine that made it.</summary>
internal static class Furniture
{
    // Where builds work, and what podman brings of its own.
    private static readonly string[] Folders = ["build/workspace", "build/home", "build/tmp", "run/pluginci", "proc", "dev", "sys", "etc", "var"];

    private static readonly string[] Files = ["etc/passwd", "etc/group", "etc/hosts", "etc/nsswitch.conf", "run/.containerenv"];

    // mmdebstrap leaves the machine's own here.
    private static readonly string[] EmptyFiles = ["etc/hostname", "etc/resolv.conf"];

    /// <summary>Adds what is missing to a system.</summary>
    /// <param name="root">The system; its files are there. Its links are those of a stranger, and are never followed.</param>
    /// <exception cref="EnvironmentException">Something else is in the way.</exception>
    public static void Add(SystemRoot root)
    {
        foreach (var folder in Folders)
        {
            MakeFolder(root, folder);
        }

        foreach (var file in Files.Concat(EmptyFiles))
        {
            var path = Path.Combine(root.Files, file);
            if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
            {
                throw InTheWay(file, "a file");
            }

            if (new FileInfo(path).LinkTarget is not null || EmptyFiles.Contains(file))
            {
                File.Delete(path);
            }

            File.Open(path, FileMode.OpenOrCreate).Dispose();
        }

        foreach (var (path, target) in new[] { ("tmp", "build/tmp"), ("var/tmp", "../build/tmp") })
        {
            var place = Path.Combine(root.Files, path);
            if (new DirectoryInfo(place).LinkTarget is not null)
            {
                File.Delete(place);
            }
            else if (Directory.Exists(place))
            {
                Directory.Delete(place, recursive: true);
            }

            Directory.CreateSymbolicLink(place, target);
        }
    }

    private static void MakeFolder(SystemRoot root, string path)
    {
        var folder = root.Files;
        foreach (var name in path.Split('/'))
        {
            folder = Path.Combine(folder, name);
            if (File.Exists(folder) || new DirectoryInfo(folder).LinkTarget is not null)
            {
                throw InTheWay(path, "a folder");
            }

            Directory.CreateDirectory(folder);
        }
    }

    private static EnvironmentException InTheWay(string path, string wanted) =>
        new($"The system cannot be shown to builds, as it has a link or something else at /{path}, where builds need {wanted}. Take it out of the image.");

    /// <summary>Copies a shell so that it can be run but not read, which makes the kernel keep its process untraceable.</summary>
    /// <param name="shell">The shell; no link.</param>
    /// <param name="copy">The copy.</param>
    public static void CopyShell(string shell, string copy)
    {
        File.Copy(shell, copy, overwrite: true);
        File.SetUnixFileMode(copy, UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }
}
