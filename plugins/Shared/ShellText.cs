using PluginCi.Model;

namespace PluginCi.Plugins;

/// <summary>What stands in the shell programs that executors write.</summary>
internal static class ShellText
{
    /// <summary>A text as one word of the shell.</summary>
    public static string Quote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    /// <summary>The command that runs a step.</summary>
    public static string CommandOf(Step step) => step switch
    {
        ShellStep shell => "/bin/sh -e -c " + Quote(shell.Command),
        ScriptStep script => Quote("./" + script.Path),
        ImageStep image => "/bin/sh -e -c " + Quote(image.Program),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
