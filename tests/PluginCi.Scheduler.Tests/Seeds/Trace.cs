using System.Security.Cryptography;
using System.Text;

namespace PluginCi.Scheduler.Seeds;

/// <summary>What happened in a run, for people; the last of it is kept.</summary>
internal sealed class Trace(string folder)
{
    private const int MostLines = 4_000;

    private readonly Queue<string> _lines = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private SeededClock? _clock;

    public void Follow(SeededClock clock) => _clock = clock;

    public void Write(string line)
    {
        var stamped = $"{_clock?.Now:HH:mm:ss} {line.Replace(folder, "", StringComparison.Ordinal)}";
        _hash.AppendData(Encoding.UTF8.GetBytes(stamped));
        _lines.Enqueue(stamped);
        if (_lines.Count > MostLines)
        {
            _lines.Dequeue();
        }
    }

    /// <summary>The same for the same run.</summary>
    public string Fingerprint() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public override string ToString() => string.Join('\n', _lines);
}
