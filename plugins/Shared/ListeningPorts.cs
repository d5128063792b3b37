using System.Globalization;

namespace PluginCi.Plugins;

/// <summary>Looks at which TCP ports something listens, in the network that a process is in.</summary>
internal static class ListeningPorts
{
    // The state in /proc/net/tcp.
    private const string Listen = "0A";

    /// <summary>Whether something listens on a port.</summary>
    /// <param name="process">The process; one that is gone has no network.</param>
    /// <param name="port">The port.</param>
    public static bool Contains(string process, int port) => Contains(process, "tcp", port) || Contains(process, "tcp6", port);

    private static bool Contains(string process, string file, int port)
    {
        var ending = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        try
        {
            return File.ReadLines($"/proc/{process}/net/{file}")
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Any(fields => fields.Length > 3 && fields[3] == Listen && fields[1].EndsWith(ending, StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
