using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>The expressions of <c>if</c>, as far as they can be decided without a server of GitHub.</summary>
/// <remarks>Source: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions.</remarks>
internal sealed partial class GitHubCondition : BooleanExpression
{
    private readonly Occasion _occasion;

    private GitHubCondition(string text, Occasion occasion)
        : base([.. Token().Matches(text).Select(match => match.Value)]) => _occasion = occasion;

    /// <summary>Whether an expression holds on an occasion; null where that cannot be told.</summary>
    public static bool? Holds(string text, Occasion occasion) =>
        new GitHubCondition(Inner().Match(text) is { Success: true } inner ? inner.Groups[1].Value : text, occasion).Holds();

    protected override bool? ReadOperand() => Take("!") ? !Operand() : base.ReadOperand();

    protected override bool? Compare()
    {
        var token = Take() ?? "";
        if (Take("("))
        {
            return Call(token);
        }

        var left = ValueOf(token);
        var isEqual = Take("==");
        if (!isEqual && !Take("!="))
        {
            return left.IsKnown ? left.Value is not (null or "" or "false" or "0") : null;
        }

        var right = ValueOf(Take() ?? "");
        return left.IsKnown && right.IsKnown ? Same(left.Value, right.Value) == isEqual : null;
    }

    private bool? Call(string name)
    {
        var arguments = new List<(bool IsKnown, string? Value)>();
        while (!Take(")") && Take() is { } token)
        {
            if (token != ",")
            {
                arguments.Add(ValueOf(token));
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
        ['\'', .. var text, '\''] => (true, text),
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

    [GeneratedRegex(@"'(?:[^']|'')*'|\|\||&&|==|!=|[()!,]|[A-Za-z_][\w.-]*|[0-9.]+|\S")]
    private static partial Regex Token();

    [GeneratedRegex(@"^\s*\$\{\{(.*)\}\}\s*$", RegexOptions.Singleline)]
    private static partial Regex Inner();
}
