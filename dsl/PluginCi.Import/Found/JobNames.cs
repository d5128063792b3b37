using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>Names that jobs and artifacts may have.</summary>
internal static partial class JobNames
{
    /// <summary>A name that is near to a text and that nothing else has.</summary>
    /// <param name="text">The text.</param>
    /// <param name="taken">The names that are in use; the new one is added.</param>
    public static string Free(string text, HashSet<string> taken)
    {
        var name = Fit(text);
        var free = name;
        for (var number = 2; !taken.Add(free); number++)
        {
            free = $"{name}-{number}";
        }

        return free;
    }

    /// <summary>A name that is near to a text.</summary>
    public static string Fit(string text)
    {
        var name = Dashes().Replace(Other().Replace(text.Trim(), "-"), "-").Trim('-', '.', '_');
        return name.Length == 0 ? "job" : name;
    }

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex Other();

    [GeneratedRegex("-{2,}")]
    private static partial Regex Dashes();
}
