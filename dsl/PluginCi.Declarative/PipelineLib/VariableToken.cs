namespace PluginCi.Declarative;

/// <summary>A part of a text with variables.</summary>
/// <param name="Source">As it is written.</param>
/// <param name="Name">The variable; null for plain text.</param>
/// <param name="Default">What stands behind <c>|</c>; null where there is none.</param>
internal sealed record VariableToken(string Source, string? Name, string? Default)
{
    /// <summary>The stage that is read from; empty for the own one.</summary>
    public string Stage => Name is { } name && name.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? name[..dot] : "";

    /// <summary>The name within the stage.</summary>
    public string Key => Name![(Name!.IndexOf('.', StringComparison.Ordinal) + 1)..];

    /// <summary>True for a name with a dot: one without it that nothing is known of is plain text.</summary>
    public bool IsDotted => Name is { } name && name.Contains('.', StringComparison.Ordinal);

    /// <summary>Takes a text apart.</summary>
    /// <exception cref="VariableException">A variable is not ended, or not well formed.</exception>
    public static IEnumerable<VariableToken> Parse(string text)
    {
        var tokens = new List<VariableToken>();
        var rest = text;
        while (rest.IndexOf("${", StringComparison.Ordinal) is >= 0 and var start)
        {
            if (start > 0)
            {
                tokens.Add(new VariableToken(rest[..start], null, null));
            }

            var end = rest.IndexOf('}', start);
            if (end < 0)
            {
                throw new VariableException($"'{rest[start..]}' has no closing brace");
            }

            tokens.Add(ParseOne(rest[start..(end + 1)]));
            rest = rest[(end + 1)..];
        }

        return rest.Length > 0 ? tokens.Append(new VariableToken(rest, null, null)) : tokens;
    }

    private static VariableToken ParseOne(string source)
    {
        var body = source[2..^1];
        var length = body.TakeWhile(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-').Count();
        return length == 0 ? throw new VariableException($"'{source}' has no name")
            : length == body.Length ? new VariableToken(source, body, null)
            : body[length] == '|' ? new VariableToken(source, body[..length], body[(length + 1)..])
            : throw new VariableException($"'{source}' has '{body[length]}' behind its name; expected are letters, digits, '.', '_' and '-', then '}}' or '|'");
    }
}
