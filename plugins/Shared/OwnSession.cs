using System.ComponentModel;
using System.Diagnostics;
using PluginCi.Plugin;

namespace PluginCi.Plugins;

/// <summary>Starts programs in sessions of their own: a signal from the terminal is the server's, which then ends its builds.</summary>
internal static class OwnSession
{
    private const string Programs = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Starts one, with all of its streams to us and no descriptor that the server inherited.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="what">What could not be done where it does not start, for people: <c>The sandbox could not start</c>.</param>
    /// <param name="knowsServer">True when it sees the server's variables.</param>
    /// <param name="variables">More variables.</param>
    /// <exception cref="OutsideException">It does not start.</exception>
    public static Process Start(IEnumerable<string> command, string what, bool knowsServer, params IEnumerable<KeyValuePair<string, string>> variables)
    {
        var start = new ProcessStartInfo("setsid", command)
        {
            RedirectStandardInput = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        if (!knowsServer)
        {
            start.Environment.Clear();
            start.Environment["PATH"] = Programs;
        }

        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        Native.CloseDescriptorsInChildren();
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new OutsideException($"{what}: {exception.Message}. Install util-linux, which brings setsid.", isTransient: false, exception);
        }
    }
}
