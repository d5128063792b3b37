namespace PluginCi.Import;

/// <summary>Regular expressions of paths and branches as globs, which say the same or a little more.</summary>
internal sealed class RegexGlobs
{
    // More of them nobody reads.
    private const int MostGlobs = 64;

    private const char End = '\uE003';

    private readonly string _text;
    private int _next;

    private RegexGlobs(string text) => _text = text;

    /// <summary>The globs that an expression stands for; null where globs cannot say it.</summary>
    /// <param name="expression">An expression that begins at the beginning of the text, as Python's <c>re.match</c> takes it. One <c>(?!…)</c> around all of it is what must not be.</param>
    public static string[]? Convert(string expression)
    {
        var isNot = expression.StartsWith("(?!", StringComparison.Ordinal) && expression.EndsWith(')');
        var reader = new RegexGlobs(isNot ? expression[3..^1] : expression);
        if (reader.Alternatives() is not { } found || reader._next < reader._text.Length || found.Length > MostGlobs || (isNot && found.Length > 1))
        {
            return null;
        }

        string[] globs = [.. found.Select(Finish).Distinct()];
        return globs.Any(glob => glob.Length == 0 || glob.Contains(End, StringComparison.Ordinal) || glob.StartsWith('/') || glob.Split('/').Contains("..")) ? null : isNot ? ["!" + globs[0]] : globs;
    }

    // What is not said to end there goes on with anything.
    private static string Finish(string glob)
    {
        var all = glob.EndsWith(End) ? glob.TrimEnd(End) : glob.EndsWith("**", StringComparison.Ordinal) ? glob : glob + "**";
        return all.Replace("****", "**", StringComparison.Ordinal);
    }

    private string[]? Alternatives()
    {
        var all = new List<string>();
        do
        {
            if (Sequence() is not { } part)
            {
                return null;
            }

            all.AddRange(part);
        }
        while (Take('|'));
        return [.. all];
    }

    private string[]? Sequence()
    {
        string[] all = [""];
        while (_next < _text.Length && _text[_next] is not ('|' or ')'))
        {
            if (Atom() is not { } atom || Repeat(atom) is not { } repeated || all.Length * repeated.Length > MostGlobs)
            {
                return null;
            }

            all = [.. all.SelectMany(before => repeated.Select(after => before + after))];
        }

        return all;
    }

    private string[]? Atom()
    {
        var letter = _text[_next++];
        switch (letter)
        {
            case '^':
                return [""];
            case '$':
                return [End.ToString()];
            case '.':
                return ["?"];
            case '\\' when _next < _text.Length:
                var escaped = _text[_next++];
                return escaped switch { 'd' or 'w' or 'S' => ["?"], _ when char.IsLetterOrDigit(escaped) => null, _ => [escaped.ToString()] };
            case '[':
                return Class();
            case '(':
                _ = Take("?:");
                var inner = Alternatives();
                return Take(')') ? inner : null;
            default:
                return letter is '*' or '+' or '?' or '{' or '}' or ')' or '!' ? null : [letter.ToString()];
        }
    }

    private string[]? Class()
    {
        var end = _text.IndexOf(']', _next + 1);
        if (end < 0)
        {
            return null;
        }

        var letters = _text[_next..end];
        _next = end + 1;
        return letters.StartsWith('^') || letters.Contains('-', StringComparison.Ordinal) || letters.Contains('\\', StringComparison.Ordinal) ? ["?"] : [.. letters.Select(letter => letter.ToString())];
    }

    private string[]? Repeat(string[] atom)
    {
        if (_next >= _text.Length)
        {
            return atom;
        }

        switch (_text[_next])
        {
            case '*' or '+':
                var isOptional = _text[_next++] == '*';
                _ = Take('?');
                return atom is ["?"] ? ["**"] : isOptional || atom.Length != 1 ? null : [atom[0] + "**"];
            case '?':
                _next++;
                return ["", .. atom];
            case '{':
                return Times(atom);
            default:
                return atom;
        }
    }

    private string[]? Times(string[] atom)
    {
        var end = _text.IndexOf('}', _next);
        string[] bounds = end < 0 ? [] : _text[(_next + 1)..end].Split(',');
        _next = end + 1;
        return atom.Length == 1 && bounds.Length is 1 or 2 && int.TryParse(bounds[0], out var least) && int.TryParse(bounds[^1], out var most) && least <= most && most <= 10
            ? [.. Enumerable.Range(least, most - least + 1).Select(count => string.Concat(Enumerable.Repeat(atom[0], count)))]
            : null;
    }

    private bool Take(char letter) => Take(letter.ToString());

    private bool Take(string letters)
    {
        var isThere = _text.AsSpan(_next).StartsWith(letters);
        _next += isThere ? letters.Length : 0;
        return isThere;
    }
}
