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

    /// <summary>Whether something listens on a port.</summary>
    /// <param name="table">The lines of <c>/proc/net/tcp</c>, of <c>/proc/net/tcp6</c> or of both.</param>
    /// <param name="port">The port.</param>
    public static bool Contains(IEnumerable<string> table, int port)
    {
        var ending = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return table.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(fields => fields.Length > 3 && fields[3] == Listen && fields[1].EndsWith(ending, StringComparison.Ordinal));
    }

    private static bool Contains(string process, string file, int port)
    {
        try
        {
            return Contains(File.ReadLines($"/proc/{process}/net/{file}"), port);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
