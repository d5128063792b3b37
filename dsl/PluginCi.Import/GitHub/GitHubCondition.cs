using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>The expressions of <c>if</c>, as far as they can be decided without a server of GitHub.</summary>
/// <remarks>Source: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions.</remarks>
internal sealed partial class GitHubCondition
{
    private readonly string[] _tokens;
    private readonly Occasion _occasion;
    private int _next;

    private GitHubCondition(string text, Occasion occasion)
    {
        _tokens = [.. Token().Matches(text).Select(match => match.Value)];
        _occasion = occasion;
    }

    /// <summary>Whether an expression holds on an occasion; null where that cannot be told.</summary>
    public static bool? Holds(string text, Occasion occasion)
    {
        var bare = Inner().Match(text) is { Success: true } inner ? inner.Groups[1].Value : text;
        var condition = new GitHubCondition(bare, occasion);
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
        var left = Not();
        while (Take("&&"))
        {
            var right = Not();
            left = left is false || right is false ? false : left is null || right is null ? null : true;
        }

        return left;
    }

    private bool? Not()
    {
        if (Take("!"))
        {
            return !Not();
        }

        if (Take("("))
        {
            var inner = Or();
            return Take(")") ? inner : null;
        }

        return Compare();
    }

    private bool? Compare()
    {
        var token = _next < _tokens.Length ? _tokens[_next++] : "";
        if (Take("("))
        {
            return Call(token);
        }

        var left = ValueOf(token);
        if (!Take("==") && !Take("!="))
        {
            return left.IsKnown ? left.Value is not (null or "" or "false" or "0") : null;
        }

        var sign = _tokens[_next - 1];
        var right = ValueOf(_next < _tokens.Length ? _tokens[_next++] : "");
        if (!left.IsKnown || !right.IsKnown)
        {
            return null;
        }

        return Same(left.Value, right.Value) == (sign == "==");
    }

    private bool? Call(string name)
    {
        var arguments = new List<(bool IsKnown, string? Value)>();
        while (_next < _tokens.Length && !Take(")"))
        {
            if (!Take(","))
            {
                arguments.Add(ValueOf(_tokens[_next++]));
            }
        }

        return (name, arguments) switch
        {
            ("success", _) => true,
            ("failure" or "cancelled", _) => false,
            ("startsWith", [(true, var text), (true, var start)]) => text?.StartsWith(start ?? "", StringComparison.OrdinalIgnoreCase) is true,
            ("endsWith", [(true, var text), (true, var end)]) => text?.EndsWith(end ?? "", StringComparison.OrdinalIgnoreCase) is true,
            ("contains", [(true, var text), (true, var part)]) => text?.Contains(part ?? "", StringComparison.OrdinalIgnoreCase) is true,
            _ => null,
        };
    }

    private (bool IsKnown, string? Value) ValueOf(string token) => token switch
    {
        ['\'', ..] => (true, token[1..^1]),
        "true" or "false" => (true, token),
        "github.event_name" => (true, GitHubWords.Event(_occasion)),
        "github.ref" => (true, GitHubWords.Ref(_occasion)),
        "github.ref_name" => (true, GitHubWords.Ref(_occasion).Split('/', 3)[^1]),
        "github.ref_type" => (true, _occasion == Occasion.Tag ? "tag" : "branch"),
        "github.event.repository.default_branch" => (true, Occasions.DefaultBranch),
        "github.base_ref" => (true, _occasion == Occasion.MergeRequest ? Occasions.DefaultBranch : ""),
        "github.event.pull_request.draft" => (true, "false"),
        "runner.os" => (true, "Linux"),
        _ => (false, null),
    };

    private static bool Same(string? one, string? other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase)
        || Occasions.SameRef(one?.Split('/', 3)[^1], other?.Split('/', 3)[^1]);

    private bool Take(string token)
    {
        var isThere = _next < _tokens.Length && _tokens[_next] == token;
        _next += isThere ? 1 : 0;
        return isThere;
    }

    [GeneratedRegex(@"'(?:[^']|'')*'|\|\||&&|==|!=|[()!,]|[A-Za-z_][\w.-]*|[0-9.]+|\S")]
    private static partial Regex Token();

    [GeneratedRegex(@"^\s*\$\{\{(.*)\}\}\s*$", RegexOptions.Singleline)]
    private static partial Regex Inner();
}
