using System.Text.RegularExpressions;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Puts what is the same here in place of <c>${{ … }}</c>.</summary>
/// <param name="matrix">The matrix of the job.</param>
/// <param name="what">Whose texts they are, for notes.</param>
/// <param name="notes">Takes the expressions that nothing here stands for.</param>
internal sealed partial class GitHubText(FoundMatrix? matrix, string what, Notes notes)
{
    /// <summary>The text of a value.</summary>
    /// <param name="node">The value; its place is told of.</param>
    public string Put(Node? node) => node is ScalarNode scalar ? Expression().Replace(scalar.Value, match => Value(match.Groups[1].Value, match.Value, scalar)) : "";

    private string Value(string expression, string whole, Node node)
    {
        var parts = expression.Split('.');
        if (parts is ["matrix", var column] && matrix?.Names.Contains(column) is true)
        {
            return FoundMatrix.Mark(column);
        }

        switch (parts)
        {
            case ["env" or "vars", var name]:
                return $"${{{name}}}";
            case ["secrets", var name]:
                notes.NeedsPerson(node.File, node.At, $"{what}: secrets.{name}", "builds have no secrets yet");
                return $"${{{name}}}";
            case ["runner", "os"]:
                return "Linux";
            case ["runner", "temp"]:
                return "/tmp";
            case ["github", var word] when GitHubWords.Find($"GITHUB_{word.ToUpperInvariant()}").Value is not null:
                return $"${{GITHUB_{word.ToUpperInvariant()}}}";
            case ["github", "event_name" or "actor" or "token"]:
                break;
        }

        notes.NeedsPerson(node.File, node.At, what, $"nothing here stands for '{whole}'; write what is meant");
        return whole;
    }

    [GeneratedRegex(@"\$\{\{\s*(.*?)\s*\}\}", RegexOptions.Singleline)]
    private static partial Regex Expression();
}
