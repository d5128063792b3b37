using System.Diagnostics;

namespace PluginCi.Testing;

/// <summary>The files of one small image, which is made of this machine's own programs.</summary>
internal static class ToolImage
{
    /// <summary>What containers and pods of tests run in.</summary>
    public const string Name = "localhost/pluginci-tests:1";

    private const string Programs = """
        sh bash env cat ls cp tar find xargs mkdir rm head tail tr seq cut touch truncate mkfifo ln chmod chown sleep id stat yes nohup setsid grep wc uniq sha256sum readlink date dd du sort true false printf test [ df ps kill unshare mount umount mknod hostname perl nsenter setpriv getent
        """;

    // Every program and each library it is linked to, as plain files below folders of the same names.
    private const string Script = """
        set -e
        cd /
        for program in $0; do found=$(command -v "/usr/bin/$program") && echo "bin/$program" && ldd "$found" | grep -o '/[^ ]*'; done | sed 's:^/::' | sort -u > "$1/files"
        mkdir -p "$1/more/etc" "$1/more/usr" "$1/more/tmp"
        echo 'root:x:0:0:root:/root:/bin/sh' > "$1/more/etc/passwd"
        tar --create --dereference --file "$1/image.tar" --files-from "$1/files" --directory "$1/more" etc usr tmp
        """;

    /// <summary>Packs them.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <returns>The archive, in that folder.</returns>
    public static string Pack(string folder)
    {
        Run("sh", "-c", Script, Programs, folder);
        return Path.Combine(folder, "image.tar");
    }

    /// <summary>Runs a program of this machine, and wants it to do what it is asked.</summary>
    /// <returns>What it printed.</returns>
    public static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        var complained = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? said.Trim() : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {complained.Result}");
    }
}
