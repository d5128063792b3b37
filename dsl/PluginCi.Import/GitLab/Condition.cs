using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>The expressions of <c>rules: if</c>, as far as they can be decided without a server of GitLab.</summary>
/// <remarks>Source: https://docs.gitlab.com/ci/jobs/job_rules/#cicd-variable-expressions.</remarks>
internal sealed partial class Condition : BooleanExpression
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Signs = ["==", "!=", "=~", "!~"];

    private readonly Func<string, (bool IsKnown, string? Value)> _variable;

    private Condition(string text, Func<string, (bool IsKnown, string? Value)> variable)
        : base([.. Token().Matches(text).Select(match => match.Value)]) => _variable = variable;

    /// <summary>Whether an expression holds; null where that cannot be told.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="variable">The value of a variable, and whether it can be told.</param>
    public static bool? Holds(string text, Func<string, (bool IsKnown, string? Value)> variable) => new Condition(text, variable).Holds();

    protected override bool? Compare()
    {
        var left = Value();
        if (Signs.FirstOrDefault(Take) is not { } sign)
        {
            return left.IsKnown ? !string.IsNullOrEmpty(left.Value) : null;
        }

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

    private (bool IsKnown, string? Value) Value() => Take() switch
    {
        null => (false, null),
        ['$', .. var name] => _variable(name),
        ['"' or '\'', .. var text, _] => (true, text),
        ['/', ..] and var pattern => (true, pattern),
        "null" => (true, null),
        _ => (false, null),
    };

    [GeneratedRegex(@"\$\w+|""[^""]*""|'[^']*'|/(?:\\.|[^/\\])*/[a-z]*|\|\||&&|==|!=|=~|!~|[()]|\w+|\S")]
    private static partial Regex Token();

    [GeneratedRegex("^/(?<text>.*)/(?<flags>[a-z]*)$", RegexOptions.Singleline)]
    private static partial Regex Pattern();
}
