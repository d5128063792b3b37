using System.Security.Cryptography;

namespace PluginCi.Storage;

/// <summary>Contents of files, each kept once, in a file named by its SHA-256. For one process.</summary>
/// <param name="folder">Where; made when something is added.</param>
/// <param name="clock">Tells when something was added last.</param>
/// <remarks>It blocks like the database does: the callers are on threads of their own, and a played shell has one alone.</remarks>
public sealed class BlobStore(string folder, TimeProvider clock)
{
    private readonly Lock _guard = new();

    /// <summary>Adds a content; adding the same again renews its age.</summary>
    /// <param name="content">The content, read to its end.</param>
    /// <returns>Its hash, in lower-case hexadecimal, once it is on disk.</returns>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public string Add(Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        Directory.CreateDirectory(Incoming);
        var incoming = Path.Combine(Incoming, Path.GetRandomFileName());
        try
        {
            var hash = Write(content, incoming);
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(hash))!);
            lock (_guard)
            {
                // Replaced as a whole, also where it is there already: what is damaged is mended so.
                File.SetLastWriteTimeUtc(incoming, clock.GetUtcNow().UtcDateTime);
                File.Move(incoming, PathOf(hash), overwrite: true);
            }

            return hash;
        }
        finally
        {
            File.Delete(incoming);
        }
    }

    /// <summary>Opens a content, after all of it was checked against its hash.</summary>
    /// <param name="hash">The hash.</param>
    /// <returns>The content, at its start; the caller disposes it.</returns>
    /// <exception cref="IOException">It is gone, or it is not what was added.</exception>
    public FileStream OpenChecked(string hash)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (Convert.ToHexStringLower(SHA256.HashData(file)) != hash)
            {
                throw new IOException($"The stored file {file.Name} is damaged: its content does not have the hash that it is named by. Look at the disk, and build again what made it.");
            }

            file.Position = 0;
            return file;
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Removes what nobody refers to.</summary>
    /// <param name="used">The hashes that are referred to.</param>
    /// <param name="before">What was added since is kept: it may be about to be referred to.</param>
    /// <returns>How many files were removed.</returns>
    public int Collect(IReadOnlySet<string> used, DateTimeOffset before)
    {
        ArgumentNullException.ThrowIfNull(used);
        var removed = 0;
        foreach (var file in Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories) : [])
        {
            lock (_guard)
            {
                file.Refresh();
                if (!used.Contains(file.Name) && file.LastWriteTimeUtc < before.UtcDateTime)
                {
                    file.Delete();
                    removed++;
                }
            }
        }

        return removed;
    }

    private string Incoming => Path.Combine(folder, "incoming");

    private string PathOf(string hash) => Path.Combine(folder, hash[..2], hash);

    private static string Write(Stream content, string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        while (content.Read(buffer) is var count and > 0)
        {
            hash.AppendData(buffer, 0, count);
            file.Write(buffer, 0, count);
        }

        file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
