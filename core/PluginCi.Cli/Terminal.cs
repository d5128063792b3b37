using Spectre.Console;

namespace PluginCi.Cli;

/// <summary>Fits the output to where it goes.</summary>
internal static class Terminal
{
    // Wide enough for the demo's table; a pipe has no width of its own.
    private const int WidthOfPipes = 180;

    public static void Prepare()
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Capabilities.Ansi = false;
            AnsiConsole.Profile.Capabilities.Interactive = false;
            AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
            AnsiConsole.Profile.Width = WidthOfPipes;
        }
    }
}
