namespace PluginCi.Plugins.Sandbox.Tests;

/// <summary>The processes of the machine, seen from outside of every sandbox.</summary>
internal static class HostProcesses
{
    public static IReadOnlyList<string> WithArguments(params string[] arguments)
    {
        var wanted = string.Join('\0', arguments) + "\0";
        return [.. Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(folder[6]) && CommandLine(folder) == wanted)];
    }

    public static async Task AppearAsync(params string[] arguments)
    {
        using var deadline = new CancellationTokenSource(SandboxScene.Deadline);
        while (WithArguments(arguments).Count == 0)
        {
            await Task.Delay(10, deadline.Token);
        }
    }

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
