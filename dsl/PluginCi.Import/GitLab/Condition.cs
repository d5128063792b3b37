using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>The expressions of <c>rules: if</c>, as far as they can be decided without a server of GitLab.</summary>
/// <remarks>Source: https://docs.gitlab.com/ci/jobs/job_rules/#cicd-variable-expressions.</remarks>
internal sealed partial class Condition
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly string[] _tokens;
    private readonly Func<string, (bool IsKnown, string? Value)> _variable;
    private int _next;

    private Condition(string text, Func<string, (bool IsKnown, string? Value)> variable)
    {
        _tokens = [.. Token().Matches(text).Select(match => match.Value)];
        _variable = variable;
    }

    /// <summary>Whether an expression holds; null where that cannot be told.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="variable">The value of a variable, and whether it can be told.</param>
    public static bool? Holds(string text, Func<string, (bool IsKnown, string? Value)> variable)
    {
        var condition = new Condition(text, variable);
        var holds = condition.Or();
        return condition._next == condition._tokens.Length ? holds : null;
    }

    private bool? Or()
    {
        var left = And();
        while (Take("||"))
        {
            var right = And();
            left = left is true || right is true ? true : left is null || right is null ? null : false;
        }

        return left;
    }

    private bool? And()
    {
        var left = Compare();
        while (Take("&&"))
        {
            var right = Compare();
            left = left is false || right is false ? false : left is null || right is null ? null : true;
        }

        return left;
    }

    private bool? Compare()
    {
        if (Take("("))
        {
            var inner = Or();
            return Take(")") ? inner : null;
        }

        var left = Value();
        if (_next >= _tokens.Length || _tokens[_next] is not ("==" or "!=" or "=~" or "!~"))
        {
            return left.IsKnown ? !string.IsNullOrEmpty(left.Value) : null;
        }

        var sign = _tokens[_next++];
        var right = Value();
        if (!left.IsKnown || !right.IsKnown)
        {
            return null;
        }

        var holds = sign is "==" or "!=" ? Occasions.SameRef(left.Value, right.Value) : FitsAny(left.Value, right.Value);
        return sign is "!=" or "!~" ? !holds : holds;
    }

    // What the default branch is called is not in the file; and of a tag only the server knows more.
    private static bool? FitsAny(string? value, string? pattern) => value switch
    {
        Occasions.AnyTag => null,
        Occasions.DefaultBranch => Occasions.DefaultNames.Select(name => Fits(name, pattern)).Aggregate((one, other) => one is true || other is true ? true : one ?? other),
        _ => Fits(value, pattern),
    };

    private static bool? Fits(string? value, string? pattern)
    {
        if (value is null || pattern is null)
        {
            return false;
        }

        try
        {
            var parts = Pattern().Match(pattern);
            return Regex.IsMatch(value, parts.Groups["text"].Value, parts.Groups["flags"].Value.Contains('i', StringComparison.Ordinal) ? RegexOptions.IgnoreCase : RegexOptions.None, Patience);
        }
        catch (Exception trouble) when (trouble is ArgumentException or RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private (bool IsKnown, string? Value) Value()
    {
        if (_next >= _tokens.Length)
        {
            return (false, null);
        }

        var token = _tokens[_next++];
        return token[0] switch
        {
            '$' => _variable(token[1..]),
            '"' or '\'' => (true, token[1..^1]),
            '/' => (true, token),
            _ when token == "null" => (true, null),
            _ => (false, null),
        };
    }

    private bool Take(string token)
    {
        var isThere = _next < _tokens.Length && _tokens[_next] == token;
        _next += isThere ? 1 : 0;
        return isThere;
    }

    [GeneratedRegex(@"\$\w+|""[^""]*""|'[^']*'|/(?:\\.|[^/\\])*/[a-z]*|\|\||&&|==|!=|=~|!~|[()]|\w+|\S")]
    private static partial Regex Token();

    [GeneratedRegex("^/(?<text>.*)/(?<flags>[a-z]*)$", RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
