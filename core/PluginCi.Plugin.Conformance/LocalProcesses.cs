namespace PluginCi.Plugin.Conformance;

/// <summary>The processes of this machine, seen from outside of every build.</summary>
internal static class LocalProcesses
{
    /// <summary>How many have exactly these arguments.</summary>
    public static int Count(params string[] arguments)
    {
        var wanted = string.Join('\0', arguments) + "\0";
        return Directory.GetDirectories("/proc").Count(folder => char.IsAsciiDigit(folder[6]) && CommandLine(folder) == wanted);
    }

    /// <summary>How many have a text in their arguments.</summary>
    public static int CountNaming(string text) =>
        Directory.GetDirectories("/proc").Count(folder => char.IsAsciiDigit(folder[6]) && CommandLine(folder).Contains(text, StringComparison.Ordinal));

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
