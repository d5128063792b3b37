using System.Text.RegularExpressions;

namespace PluginCi.Dsl.Hosting;

/// <summary>Looks where in a script the cause may be of what ended its evaluation as a whole.</summary>
/// <remarks>By its words alone: it runs outside the sandbox, where a script of anybody is not given to a compiler.</remarks>
internal static partial class ScriptLook
{
    /// <summary>Finds the place: the first loop for what had no end or grew without one, else what is returned.</summary>
    /// <param name="id">The id of the message.</param>
    /// <param name="script">The script's text.</param>
    /// <returns>Line and column, from 1.</returns>
    public static (int Line, int Column) FindCause(string id, string script)
    {
        var lines = script.Split('\n');
        return (id == "PCI2203" ? null : Find(lines, Loop())) ?? Find(lines, Return()) ?? (1, 1);
    }

    private static (int Line, int Column)? Find(string[] lines, Regex word)
    {
        for (var index = 0; index < lines.Length; index++)
        {
            if (word.Match(lines[index]) is { Success: true } found)
            {
                return (index + 1, found.Groups["word"].Index + 1);
            }
        }

        return null;
    }

    [GeneratedRegex(@"^[^""/]*?\b(?<word>while|for|foreach|do|goto)\b", RegexOptions.NonBacktracking)]
    private static partial Regex Loop();

    [GeneratedRegex(@"^\s*(?<word>return)\b", RegexOptions.NonBacktracking)]
    private static partial Regex Return();
}
