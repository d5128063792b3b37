using System.Text;
using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>Texts and names as C# writes them.</summary>
internal static partial class CSharpText
{
    private static readonly HashSet<string> Reserved =
    [
        "abstract", "as", "async", "await", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate", "do", "double", "else", "enum",
        "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct",
        "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "var", "virtual", "void", "volatile", "while", "record", "dynamic", "nameof", "args",
    ];

    /// <summary>A text as a literal, with the values of a matrix put in.</summary>
    /// <param name="text">The text, perhaps with marks of a matrix.</param>
    /// <param name="indent">How far the literal is indented, where it needs lines of its own.</param>
    /// <param name="valueOf">The expression that stands for a marked value.</param>
    public static string Literal(string text, int indent, Func<string, string> valueOf)
    {
        if (text.Length > 2 && text[0] == FoundMatrix.Open && text.IndexOf(FoundMatrix.Close, StringComparison.Ordinal) == text.Length - 1)
        {
            return valueOf(text[1..^1]);
        }

        var normal = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        return normal.Contains('\n', StringComparison.Ordinal) && !normal.Any(IsOdd) ? Lines(normal.Trim('\n'), indent, valueOf) : OneLine(normal, valueOf);
    }

    /// <summary>A name for a variable that says the same as a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="taken">The names that are in use; the new one is added.</param>
    public static string Variable(string text, HashSet<string> taken)
    {
        var words = Words().Matches(text).Select(word => word.Value).ToArray();
        var name = words.Length == 0 ? "job" : char.ToLowerInvariant(words[0][0]) + words[0][1..] + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        name = words.Length > 0 && words[0].All(letter => !char.IsLower(letter)) ? words[0].ToLowerInvariant() + name[words[0].Length..] : name;
        name = char.IsDigit(name[0]) ? "job" + name : name;
        name = Reserved.Contains(name) ? name + "Job" : name;
        var free = name;
        for (var number = 2; !taken.Add(free); number++)
        {
            free = $"{name}{number}";
        }

        return free;
    }

    /// <summary>A name for a member of a tuple.</summary>
    public static string Member(string text)
    {
        var name = string.Concat(Words().Matches(text).Select(word => char.ToUpperInvariant(word.Value[0]) + (word.Value.Any(char.IsLower) ? word.Value[1..] : word.Value[1..].ToLowerInvariant())));
        return name.Length == 0 || char.IsDigit(name[0]) || name is "Rest" or "ToString" or "Equals" or "GetHashCode" or "CompareTo" or "GetType" || name.StartsWith("Item", StringComparison.Ordinal) ? "Value" + name : name;
    }

    private static bool IsOdd(char letter) => char.IsControl(letter) && letter is not ('\n' or '\t');

    private static string OneLine(string text, Func<string, string> valueOf)
    {
        var isRaw = (text.Contains('"', StringComparison.Ordinal) || text.Contains('\\', StringComparison.Ordinal))
            && !text.StartsWith('"') && !text.EndsWith('"') && !text.Any(char.IsControl);
        if (isRaw)
        {
            var (quotes, dollars) = (QuotesFor(text), DollarsFor(text));
            return $"{new string('$', dollars)}{quotes}{PutRaw(text, dollars, valueOf)}{quotes}";
        }

        var escaped = Escape(text);
        return IsMarked(text) ? $"$\"{Put(escaped.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), "{", "}", valueOf)}\"" : $"\"{escaped}\"";
    }

    private static string Lines(string text, int indent, Func<string, string> valueOf)
    {
        var (quotes, dollars) = (QuotesFor(text), DollarsFor(text));
        var room = new string(' ', indent);
        var lines = PutRaw(text, dollars, valueOf).Split('\n').Select(line => line.Length == 0 ? "" : room + line);
        return $"{new string('$', dollars)}{quotes}\n{string.Join('\n', lines)}\n{room}{quotes}";
    }

    private static bool IsMarked(string text) => text.Contains(FoundMatrix.Open, StringComparison.Ordinal);

    private static string QuotesFor(string text) => new('"', Math.Max(3, 1 + Quotes().Matches(text).Select(run => run.Length).DefaultIfEmpty(0).Max()));

    private static int DollarsFor(string text) => IsMarked(text) ? 1 + Braces().Matches(text).Select(run => run.Length).DefaultIfEmpty(0).Max() : 0;

    private static string PutRaw(string text, int dollars, Func<string, string> valueOf) => dollars == 0 ? text : Put(text, new string('{', dollars), new string('}', dollars), valueOf);

    private static string Put(string text, string open, string close, Func<string, string> valueOf) =>
        Mark().Replace(text, mark => $"{open}{valueOf(mark.Groups[1].Value)}{close}");

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\n' => escaped.Append("\\n"),
                '\t' => escaped.Append("\\t"),
                _ when char.IsControl(letter) => escaped.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => escaped.Append(letter),
            };
        }

        return escaped.ToString();
    }

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Words();

    [GeneratedRegex("\"+")]
    private static partial Regex Quotes();

    [GeneratedRegex("\\{+|\\}+")]
    private static partial Regex Braces();

    [GeneratedRegex("\uE000([^\uE001]*)\uE001")]
    private static partial Regex Mark();
}
