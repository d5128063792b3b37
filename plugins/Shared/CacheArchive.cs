using System.Globalization;
using Microsoft.Win32.SafeHandles;
using PluginCi.Model;
using PluginCi.Plugin;
using static PluginCi.Plugins.ShellText;

namespace PluginCi.Plugins;

/// <summary>The programs that unpack and pack a cache inside a build, and the pipe through which what was packed comes out. Nothing outside looks into an archive.</summary>
internal sealed class CacheArchive(CacheFolder cache)
{
    /// <summary>Why nothing is kept of a folder that could not be packed.</summary>
    public const string NotThere = "it is not there, or could not be read.";

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    // More than any pipe holds.
    private const int MostInPipe = 4 << 20;

    /// <summary>The pipe, for a cache that is handed back.</summary>
    public string Pipe => $"{cache.Into}.pipe";

    /// <summary>A shell command that unpacks an archive, and where it cannot removes the folder, unless the checkout has it.</summary>
    /// <param name="archive">Its path inside.</param>
    /// <param name="home">The home folder inside.</param>
    /// <param name="workspace">The workspace inside.</param>
    public string Unpack(string archive, string home, string workspace) =>
        $"d={Quote(Folder(home, workspace))}; [ -e \"$d\" ]; was=$?; mkdir -p \"$d\" && tar -xf {archive} -C \"$d\" --no-same-owner && exit 0; [ $was = 0 ] || rm -rf \"$d\"; exit 1";

    /// <summary>A shell command that packs the folder to its standard output.</summary>
    /// <param name="home">The home folder inside.</param>
    /// <param name="workspace">The workspace inside.</param>
    public string Pack(string home, string workspace) => $"cd {Quote(Folder(home, workspace))} && exec tar -cf - .";

    /// <summary>Why nothing is kept of a folder that makes a large archive.</summary>
    public static string TooLarge(CacheFolder cache) => string.Create(CultureInfo.InvariantCulture, $"it is larger than {cache.MostBytes} bytes.");

    /// <summary>The line that tells of a cache that was not to be had.</summary>
    public static string NotUnpacked(CacheFolder cache) => $"== cache {cache.Path}: it could not be unpacked, perhaps as it does not fit into the disk limit; the build starts without it.";

    /// <summary>The line that tells of a cache that is not kept.</summary>
    public static string NotKept(CacheFolder cache, string problem) => $"== cache {cache.Path}: nothing is kept of it: {problem}";

    /// <summary>Makes the pipes of all caches that are handed back, before anything of the build runs.</summary>
    public static void MakePipes(BuildRequest request)
    {
        foreach (var cache in request.Caches.Where(cache => cache.Into is not null))
        {
            if (Native.MakePipe(new CacheArchive(cache).Pipe) != 0)
            {
                throw new OutsideException($"The pipe for the cache {cache.Path} of build '{request.Build}' could not be made in {Path.GetDirectoryName(cache.Into)}.");
            }
        }
    }

    /// <summary>Writes what comes out of the pipe while a program packs.</summary>
    /// <param name="pack">Runs the program to its end, and gives its status.</param>
    /// <returns>Null, or why there is no file now.</returns>
    public async Task<string?> CollectAsync(Func<Task<int?>> pack)
    {
        // For both, so that it has no end before the program has begun.
        using var pipe = new SafeFileHandle(Native.Open(Pipe, Native.ReadWrite), ownsHandle: true);
        Native.MakeNonBlocking(pipe);
        using var done = new CancellationTokenSource();
        var copying = Task.Run(() => Copy(pipe, done.Token), CancellationToken.None);
        Task ended = copying;
        int? status;
        try
        {
            status = await pack();
        }
        finally
        {
            await done.CancelAsync();
            await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var problem = await copying ?? (status == 0 ? null : NotThere);
        if (problem is not null)
        {
            File.Delete(cache.Into!);
        }

        return problem;
    }

    /// <returns>Null, or why not all was written. What cannot be written is read all the same, so that the program comes to its end.</returns>
    private string? Copy(SafeFileHandle pipe, CancellationToken done)
    {
        var (file, problem) = TryCreate();
        using var closing = file;
        var buffer = new byte[1 << 16];
        var (room, rest) = (cache.MostBytes, MostInPipe);
        while (true)
        {
            // Asked before, for what was written before the end must be read. What a step left running may still write has no end.
            var isDone = done.IsCancellationRequested;
            var count = Native.Read(pipe, buffer);
            rest -= isDone ? Math.Max(count, 0) : 0;
            if (isDone && (count <= 0 || rest <= 0))
            {
                return problem;
            }

            if (count <= 0)
            {
                Native.WaitReadable((int)pipe.DangerousGetHandle(), Patience);
                continue;
            }

            room -= count;
            problem ??= room < 0 ? TooLarge(cache) : TryWrite(file!, buffer.AsSpan(0, count));
        }
    }

    private (FileStream? File, string? Problem) TryCreate()
    {
        try
        {
            return (new FileStream(cache.Into!, FileMode.CreateNew), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, exception.Message);
        }
    }

    private static string? TryWrite(FileStream file, ReadOnlySpan<byte> bytes)
    {
        try
        {
            file.Write(bytes);
            return null;
        }
        catch (IOException exception)
        {
            return exception.Message;
        }
    }

    private string Folder(string home, string workspace) =>
        cache.Path.StartsWith(CachePlan.Home, StringComparison.Ordinal) ? $"{home}/{cache.Path[CachePlan.Home.Length..]}" : $"{workspace}/{cache.Path}";
}
