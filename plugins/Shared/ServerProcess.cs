using System.Globalization;

namespace PluginCi.Plugins;

/// <summary>Names of server processes that no later process has: what a build leaves on the machine carries its server's name, so that leftovers of a killed one are told apart.</summary>
internal static class ServerProcess
{
    /// <summary>This process: its id and its start, with a <c>-</c> between.</summary>
    public static string Name { get; } = NameOf(Environment.ProcessId) ?? "0-0";

    /// <summary>False when the process of this name has ended; true when the name is none.</summary>
    public static bool MayRun(string name) =>
        name.Split('-') is not [var id, _] || !int.TryParse(id, CultureInfo.InvariantCulture, out var process) || NameOf(process) == name;

    private static string? NameOf(int process)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));

            // The name, in brackets, may hold anything; the start time is the 20th field after it, the state the first: one that is dead may still be listed.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : string.Create(CultureInfo.InvariantCulture, $"{process}-{fields[19]}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
