using System.Runtime.InteropServices;

namespace PluginCi.Plugins;

/// <summary>The few calls of the C library that .NET does not offer.</summary>
internal static partial class Native
{
    public const int WouldBlock = 11;
    public const int Interrupted = 4;
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

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }
}
