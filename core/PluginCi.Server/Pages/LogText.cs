using System.Text;
using System.Text.RegularExpressions;

namespace PluginCi.Server;

/// <summary>Makes a build's output fit for a page: the end of it, without terminal control.</summary>
internal static partial class LogText
{
    /// <summary>More than this makes a page slow; the whole log is behind a link. In characters.</summary>
    public const int Most = 256 * 1024;

    public static (string Text, bool IsCut) Shown(string log)
    {
        var isCut = log.Length > Most;
        return (Clean(isCut ? log[^Most..] : log), isCut);
    }

    /// <summary>Takes out terminal sequences and shows other control characters as their pictures. Assets/live.js does the same.</summary>
    public static string Clean(string log)
    {
        var text = TerminalSequence().Replace(log.ReplaceLineEndings("\n"), "");
        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            clean.Append(character switch
            {
                '\n' or '\t' => character,
                < ' ' => (char)(0x2400 + character),
                '\x7f' => '\x2421',
                _ => character,
            });
        }

        return clean.ToString();
    }

    [GeneratedRegex(@"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|[@-Z\\-_])", RegexOptions.CultureInvariant)]
    private static partial Regex TerminalSequence();
}
