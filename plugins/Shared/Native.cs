using System.Runtime.InteropServices;

namespace PluginCi.Plugins;

/// <summary>The few calls of the C library that .NET does not offer.</summary>
internal static partial class Native
{
    public const int WouldBlock = 11;
    public const int Interrupted = 4;
    /// <summary>For <see cref="Open"/>: both ways, kept from children.</summary>
    public const int ReadWrite = 0x80002;

    /// <summary>For <see cref="Open"/>: to read, kept from children, without waiting for a pipe's other end.</summary>
    public const int ReadAtOnce = 0x80800;

    /// <summary>For <see cref="Open"/>: only to point to it, which has no effect on it; kept from children.</summary>
    public const int PointTo = 0x280000;

    private const int GetFlags = 3;
    private const int SetFlags = 4;
    private const int NonBlocking = 0x800;
    private const short Readable = 1;
    private const int Kill = 9;
    private const int CloseInChildren = 4;

    public static void MakeNonBlocking(SafeHandle handle) => _ = fcntl(handle, SetFlags, fcntl(handle, GetFlags, 0) | NonBlocking);

    /// <summary>Waits until the pipe has bytes or was closed by all writers.</summary>
    public static unsafe bool WaitReadable(int descriptor, TimeSpan patience)
    {
        var entry = new PollEntry { Descriptor = descriptor, Wanted = Readable };
        return poll(&entry, 1, (int)patience.TotalMilliseconds) > 0;
    }

    /// <summary>Reads what is there: a count, 0 at the end, -1 with the error in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    public static unsafe int Read(SafeHandle handle, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            return (int)read(handle, start, buffer.Length);
        }
    }

    /// <summary>Keeps every descriptor but the standard ones from processes that are started from now on.</summary>
    /// <remarks>.NET does so with its own; this is for what the server inherited itself. Before Linux 5.11 it does nothing.</remarks>
    public static void CloseDescriptorsInChildren() => _ = close_range(3, uint.MaxValue, CloseInChildren);

    /// <summary>Makes a named pipe; 0 when that went well.</summary>
    public static int MakePipe(string path) => mkfifo(path, 0b110_000_000);

    /// <summary>Opens a file: its descriptor, or -1.</summary>
    public static int Open(string path, int flags) => open(path, flags);

    /// <summary>True for a plain file or a folder: a pipe, a socket or a terminal has no place to go to.</summary>
    public static bool HasPlaces(SafeHandle handle) => lseek(handle, 0, 0) == 0;

    public static void KillProcess(int process) => _ = kill(process, Kill);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(SafeHandle descriptor, int command, int argument);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int poll(PollEntry* entries, nuint count, int timeout);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial nint read(SafeHandle descriptor, byte* buffer, nint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close_range(uint first, uint last, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int process, int signal);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkfifo(string path, uint mode);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial long lseek(SafeHandle descriptor, long offset, int from);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }
}
