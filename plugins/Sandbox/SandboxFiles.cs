using System.Collections.Immutable;
using System.Globalization;

namespace PluginCi.Plugins.Sandbox;

/// <summary>The few files of its own that the executor shows to every sandbox.</summary>
internal sealed class SandboxFiles
{
    private const string Prefix = "files-";

    private static readonly ImmutableArray<(string Name, string Text)> EtcTexts =
    [
        ("passwd", "build:x:1000:1000:build:/build/home:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"),
        ("group", "build:x:1000:\nnogroup:x:65534:\n"),
        ("hosts", "127.0.0.1 localhost build\n::1 localhost build\n"),
        ("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n"),
    ];

    private static int _lastNumber;

    public SandboxFiles(string dataDirectory)
    {
        RemoveLeftovers(dataDirectory);

        // One set for each process: two servers that start at once never replace each other's open files.
        Folder = Path.Combine(dataDirectory, Name(Prefix + Text(Environment.ProcessId)));
        Directory.CreateDirectory(Folder);
        EtcFiles = [.. EtcTexts.Select(file => WriteFile(file.Name, file.Text))];
        Shell = Path.Combine(Folder, "sh");
        CopyShell("/bin/sh", Shell);
    }

    /// <summary>The names of the files of <c>/etc</c> that every sandbox gets from here.</summary>
    public static IEnumerable<string> EtcNames => EtcTexts.Select(file => file.Name);

    public string Folder { get; }

    public string Shell { get; }

    public ImmutableArray<string> EtcFiles { get; }

    /// <summary>Writes a driver's program; the caller deletes it.</summary>
    public string WriteScript(string text) => WriteFile(Name("driver"), text);

    /// <summary>Copies a shell so that it can be run but not read, which makes the kernel keep its process untraceable: see <see cref="StepDriver"/>.</summary>
    public static void CopyShell(string shell, string copy)
    {
        File.Copy(new FileInfo(shell).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? shell, copy, overwrite: true);
        File.SetUnixFileMode(copy, UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    private static void RemoveLeftovers(string dataDirectory)
    {
        foreach (var old in Directory.GetDirectories(dataDirectory, Prefix + "*"))
        {
            if (!Directory.Exists("/proc/" + Path.GetFileName(old)[Prefix.Length..].Split('-')[0]))
            {
                Directory.Delete(old, recursive: true);
            }
        }
    }

    private static string Name(string start) => $"{start}-{Text(Interlocked.Increment(ref _lastNumber))}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string WriteFile(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
