using System.Text;

namespace PluginCi.Dependencies;

/// <summary>The sha256 of every file that was served and never changes, by its path: a file of lines as sha256sum writes them, which only grows. It outlives what is cached.</summary>
internal sealed class Checksums : IDisposable
{
    private const int HashLetters = 64;

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly Lock _guard = new();
    private readonly FileStream _file;

    /// <param name="path">The file; made when it is not there.</param>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public Checksums(string path)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        using var reader = new StreamReader(_file, Encoding.UTF8, leaveOpen: true);
        var text = reader.ReadToEnd();

        // A line without an end is one that a killed server had not written when it had served nothing of it yet.
        var whole = text.LastIndexOf('\n') + 1;
        _file.SetLength(Encoding.UTF8.GetByteCount(text.AsSpan(0, whole)));
        _file.Seek(0, SeekOrigin.End);
        foreach (var line in text[..whole].Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.Length > HashLetters + 2))
        {
            _known.TryAdd(line[(HashLetters + 2)..], line[..HashLetters]);
        }
    }

    /// <summary>Says what a file has, if nothing is known of it yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sha256">What it has, in small hexadecimal letters.</param>
    /// <returns>What counts from now on: what was said first.</returns>
    public string Settle(string path, string sha256)
    {
        lock (_guard)
        {
            if (_known.TryGetValue(path, out var known))
            {
                return known;
            }

            _file.Write(Encoding.UTF8.GetBytes($"{sha256}  {path}\n"));
            _file.Flush();
            _known[path] = sha256;
            return sha256;
        }
    }

    public void Dispose() => _file.Dispose();
}
