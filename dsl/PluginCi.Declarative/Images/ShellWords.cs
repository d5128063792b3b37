using System.Text.RegularExpressions;

namespace PluginCi.Declarative;

/// <summary>Texts of which parts are known only where the job runs: between marks they have what a shell replaces.</summary>
internal static partial class ShellWords
{
    // No file of YAML can hold it.
    private const char Mark = '\u0001';

    /// <summary>A part that is known where the job runs.</summary>
    /// <param name="expression">How a shell reads it inside of double quotes, for example <c>$PLUGINCI_PROJECT</c>.</param>
    public static string Later(string expression) => $"{Mark}{expression}{Mark}";

    /// <summary>Whether some of a text is known only there.</summary>
    public static bool IsLater(string text) => text.Contains(Mark, StringComparison.Ordinal);

    /// <summary>A text as one word, of which a shell replaces nothing but what is known there.</summary>
    public static string Quote(string text) => string.Concat(text.Split(Mark).Select((part, index) => index % 2 == 1 ? $"\"{part}\"" : part.Length == 0 ? "" : $"'{part.Replace("'", "'\\''", StringComparison.Ordinal)}'")) is { Length: > 0 } word ? word : "''";

    /// <summary>A text as one word in which a shell replaces variables too, as PipelineLib has it of values in <c>env</c>, and runs nothing.</summary>
    public static string QuoteWithVariables(string text) =>
        $"\"{string.Concat(text.Split(Mark).Select((part, index) => index % 2 == 1 ? part : NoVariable().Replace(part, found => "\\" + found.Value)))}\"";

    /// <summary>A text as people read it.</summary>
    public static string Plain(string text) => text.Replace(Mark.ToString(), "", StringComparison.Ordinal);

    [GeneratedRegex("""["\\`]|\$(?![A-Za-z_{])""")]
    private static partial Regex NoVariable();
}
