using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PluginCi.Plugins.Podman;

/// <summary>A named pipe for all output of one build.</summary>
internal static class OutputPipe
{
    /// <summary>Makes the pipe and opens our end.</summary>
    /// <param name="path">Where it shall be.</param>
    public static SafePipeHandle Make(string path)
    {
        // Builds may open it by the names of their streams, such as /dev/stderr. Open for both, so that it has no end between two steps.
        if (Native.MakePipe(path) != 0 || Native.Open(path, Native.ReadWrite) is not (>= 0 and var descriptor))
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);
        return new SafePipeHandle(descriptor, ownsHandle: true);
    }
}
