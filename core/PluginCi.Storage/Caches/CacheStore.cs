using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PluginCi.Storage;

/// <summary>The archives of caches, each in a file named by its scope, its key, its number and its SHA-256. For one process.</summary>
/// <param name="folder">Where; made when something is added.</param>
/// <param name="mostBytes">How many bytes all may have together; those that reviewed builds read or wrote longest ago go first.</param>
/// <param name="clock">Tells when something was used.</param>
/// <remarks>
/// An archive appears whole and never changes: it is written aside, and moved. Builds get a copy, whose content was compared with the hash on the way, so that nothing that they or
/// their executor do reaches what others get. What was stopped half-way lies in <c>incoming</c>, and goes with <see cref="Clear"/>.
/// </remarks>
public sealed class CacheStore(string folder, long mostBytes, TimeProvider clock)
{
    private readonly Lock _guard = new();

    private string Incoming => Path.Combine(folder, "incoming");

    /// <summary>Removes what an earlier process left half-written. To be called at the start.</summary>
    public void Clear()
    {
        if (Directory.Exists(Incoming))
        {
            Directory.Delete(Incoming, recursive: true);
        }
    }

    /// <summary>Copies the newest archive of a key, or else the newest of its scope.</summary>
    /// <param name="scope">What the cache is of.</param>
    /// <param name="key">The key.</param>
    /// <param name="copy">The path of a file that is not there yet.</param>
    /// <param name="isUse">True when it counts as used.</param>
    /// <returns>What was copied, or null when there is none. One that is damaged is removed, and is none.</returns>
    /// <exception cref="IOException">It cannot be read, or the copy not be written.</exception>
    public CacheGeneration? Read(string scope, string key, string copy, bool isUse)
    {
        var prefix = Hash(key);
        foreach (var entry in Entries(scope).OrderByDescending(entry => entry.Key == prefix).ThenByDescending(entry => entry.Number))
        {
            if (TryCopy(entry, copy))
            {
                Touch(isUse ? entry : null);
                return new CacheGeneration(entry.Number, entry.Key == prefix, new FileInfo(copy).Length);
            }
        }

        return null;
    }

    /// <summary>Takes an archive as the newest of its key, in place of the one before, and removes what is too much.</summary>
    /// <param name="scope">What the cache is of.</param>
    /// <param name="key">The key.</param>
    /// <param name="archive">The file; it is copied.</param>
    /// <returns>What it is now.</returns>
    /// <exception cref="IOException">It cannot be read or stored.</exception>
    public CacheGeneration Add(string scope, string key, string archive)
    {
        Directory.CreateDirectory(Incoming);
        var incoming = Path.Combine(Incoming, Path.GetRandomFileName());
        try
        {
            var hash = Copy(archive, incoming);
            lock (_guard)
            {
                var known = Entries(scope);
                var number = known.Select(entry => entry.Number).DefaultIfEmpty().Max() + 1;
                var target = Path.Combine(FolderOf(scope), string.Create(CultureInfo.InvariantCulture, $"{Hash(key)}-{number}-{hash}"));
                Directory.CreateDirectory(FolderOf(scope));
                File.SetLastWriteTimeUtc(incoming, clock.GetUtcNow().UtcDateTime);
                File.Move(incoming, target);
                foreach (var old in known.Where(entry => entry.Key == Hash(key)))
                {
                    File.Delete(old.File);
                }

                Evict(target);
                return new CacheGeneration(number, true, new FileInfo(target).Length);
            }
        }
        finally
        {
            File.Delete(incoming);
        }
    }

    private void Evict(string newest)
    {
        var all = Directory.GetDirectories(folder).Where(scope => scope != Incoming).SelectMany(scope => new DirectoryInfo(scope).GetFiles()).OrderBy(file => file.LastWriteTimeUtc).ToArray();
        var tooMuch = all.Sum(file => file.Length) - mostBytes;
        foreach (var file in all.Where(file => file.FullName != newest).TakeWhile(_ => tooMuch > 0))
        {
            tooMuch -= file.Length;
            file.Delete();
        }
    }

    /// <returns>False when it is damaged, and gone now, or was removed meanwhile.</returns>
    private static bool TryCopy(Entry entry, string copy)
    {
        try
        {
            if (Copy(entry.File, copy) == entry.Hash)
            {
                return true;
            }

            File.Delete(entry.File);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException && !File.Exists(entry.File))
        {
            // A newer one took its place while we looked.
        }

        File.Delete(copy);
        return false;
    }

    private void Touch(Entry? used)
    {
        lock (_guard)
        {
            if (used is not null && File.Exists(used.File))
            {
                File.SetLastWriteTimeUtc(used.File, clock.GetUtcNow().UtcDateTime);
            }
        }
    }

    private Entry[] Entries(string scope) => Directory.Exists(FolderOf(scope))
        ? [.. Directory.GetFiles(FolderOf(scope)).Select(file => (file, parts: Path.GetFileName(file).Split('-'))).Select(one => new Entry(one.file, one.parts[0], int.Parse(one.parts[1], CultureInfo.InvariantCulture), one.parts[2]))]
        : [];

    private string FolderOf(string scope) => Path.Combine(folder, Hash(scope));

    /// <returns>The hash of what is in the copy, once that is on disk.</returns>
    private static string Copy(string from, string to)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var source = File.OpenRead(from);
        using var target = new FileStream(to, FileMode.CreateNew);
        var buffer = new byte[1 << 20];
        while (source.Read(buffer) is > 0 and var count)
        {
            hash.AppendData(buffer, 0, count);
            target.Write(buffer, 0, count);
        }

        target.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];

    private sealed record Entry(string File, string Key, int Number, string Hash);
}
