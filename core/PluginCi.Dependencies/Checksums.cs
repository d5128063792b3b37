using System.Security.Cryptography;
using System.Text;

namespace PluginCi.Dependencies;

/// <summary>The sha256 of every file that was served and never changes: a file of lines, each with the sha256 of the bytes and that of the address, which only grows. It outlives what is cached.</summary>
/// <remarks>Of addresses only the sha256 is kept, so that a line has the same length whatever a build asks for.</remarks>
internal sealed class Checksums : IDisposable
{
    private const int HashLetters = 64;
    private const int LineLetters = HashLetters + 2 + HashLetters;

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
        foreach (var line in text[..whole].Split('\n').Where(line => line.Length == LineLetters))
        {
            _known.TryAdd(line[(HashLetters + 2)..], line[..HashLetters]);
        }
    }

    /// <summary>Says what a file has, if nothing is known of it yet.</summary>
    /// <param name="address">What was asked of upstream.</param>
    /// <param name="sha256">What it has, in small hexadecimal letters.</param>
    /// <returns>What counts from now on: what was said first.</returns>
    public string Settle(string address, string sha256)
    {
        var key = KeyOf(address);
        lock (_guard)
        {
            if (_known.TryGetValue(key, out var known))
            {
                return known;
            }

            _file.Write(Encoding.UTF8.GetBytes($"{sha256}  {key}\n"));
            _file.Flush();
            _known[key] = sha256;
            return sha256;
        }
    }

    /// <summary>What stands for an address in the file.</summary>
    public static string KeyOf(string address) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)));

    public void Dispose() => _file.Dispose();
}
