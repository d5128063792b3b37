using System.Text;

namespace PluginCi.Scheduler;

/// <summary>Bounds of what a report may say, which a build wrote and nobody may trust.</summary>
internal static class ReportText
{
    /// <summary>No tool nests deeper than suites in suites; each level costs memory.</summary>
    public const int DeepestLevel = 64;

    public const int LongestName = 300;

    public static readonly TimeSpan LongestTest = TimeSpan.FromDays(1);

    private const int LongestMessage = 4000;

    /// <summary>A name in one line.</summary>
    public static string Name(string text) => Clean(text, LongestName).ReplaceLineEndings(" ").Trim();

    /// <summary>How long a test took.</summary>
    public static TimeSpan Duration(double seconds) => seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, LongestTest.TotalSeconds)) : TimeSpan.Zero;

    /// <summary>Adds lines to what a test said, as far as there is room.</summary>
    public static void Append(StringBuilder message, string? text) => AppendLine(message, text?.Trim() ?? "");

    /// <summary>Adds a line as it stands, as far as there is room.</summary>
    public static void AppendLine(StringBuilder message, string line)
    {
        var more = Clean(line, LongestMessage - message.Length);
        message.Append(message.Length > 0 && more.Length > 0 ? "\n" : "").Append(more);
    }

    private static string Clean(string text, int most)
    {
        var kept = text.AsSpan(0, Math.Clamp(text.Length, 0, Math.Max(0, most)));
        var clean = new StringBuilder(kept.Length);
        foreach (var letter in kept.EnumerateRunes())
        {
            clean.Append(Rune.IsControl(letter) && letter.Value is not ('\n' or '\t') ? " " : letter.ToString());
        }

        return clean.ToString();
    }
}
