using System.Collections.Immutable;
using System.Globalization;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Sandbox;

/// <summary>The few files of its own that the executor shows to every sandbox.</summary>
internal sealed class SandboxFiles
{
    private const string Prefix = "files-";

    private static readonly ImmutableArray<(string Name, string Text)> EtcTexts =
    [
        ("passwd", "root:x:0:0:root:/root:/bin/sh\nbuild:x:1000:1000:build:/build/home:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"),
        ("group", "root:x:0:\nbuild:x:1000:\nnogroup:x:65534:\n"),
        ("hosts", "127.0.0.1 localhost build\n::1 localhost build\n"),
        ("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n"),
    ];

    private static int _lastNumber;

    public SandboxFiles(string dataDirectory)
    {
        RemoveLeftovers(dataDirectory);

        // One set for each process: two servers that start at once never replace each other's open files.
        Folder = Path.Combine(dataDirectory, Name(Prefix + ServerProcess.Name));
        Directory.CreateDirectory(Folder);
        EtcFiles = [.. EtcTexts.Select(file => WriteFile(file.Name, file.Text))];
        Filter = Path.Combine(Folder, "filter");
        SystemCallFilter.Write(Filter);
        Shell = Path.Combine(Folder, "sh");
        Furniture.CopyShell(new FileInfo("/bin/sh").ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? "/bin/sh", Shell);
    }

    public string Folder { get; }

    public string Shell { get; }

    /// <summary>What the kernel refuses to every sandbox.</summary>
    public string Filter { get; }

    public ImmutableArray<string> EtcFiles { get; }

    /// <summary>Writes a driver's program; the caller deletes it.</summary>
    public string WriteScript(string text) => WriteFile(Name("driver"), text);

    private static void RemoveLeftovers(string dataDirectory)
    {
        foreach (var old in Directory.GetDirectories(dataDirectory, Prefix + "*"))
        {
            if (Path.GetFileName(old)[Prefix.Length..].Split('-') is not [var process, var start, _] || !ServerProcess.MayRun($"{process}-{start}"))
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
