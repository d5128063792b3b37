using System.ComponentModel;
using System.Diagnostics;
using PluginCi.Plugin;

namespace PluginCi.Plugins.Podman;

/// <summary>Runs small programs of this machine, to their end.</summary>
internal static class HostProgram
{
    /// <returns>Null, or the first line of what it said when it failed.</returns>
    public static async Task<string?> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start)!;
            var said = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode == 0 ? null : (await said).Split('\n')[0];
        }
        catch (Win32Exception exception)
        {
            throw new OutsideException($"{program} could not be started: {exception.Message}. Install util-linux.", isTransient: false, exception);
        }
    }
}
