using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Texts of playbooks with their expressions put in: variables of the job, and what Zuul knows of a build.</summary>
internal sealed partial class AnsibleText(ImmutableDictionary<string, Node> variables)
{
    private const int DeepestLevel = 10;

    /// <summary>The text, and the expressions that nothing here is like; these stay as they are written.</summary>
    public (string Text, ImmutableArray<string> Unknown) Put(string text)
    {
        var unknown = new List<string>();
        return (Put(text, unknown, 0), [.. unknown.Distinct()]);
    }

    private string Put(string text, List<string> unknown, int level) => Expression().Replace(text, match =>
    {
        var parts = Form().Match(match.Groups["inner"].Value.Trim());
        var value = parts.Success && level < DeepestLevel ? Value(parts.Groups["name"].Value, unknown, level) ?? (parts.Groups["default"] is { Success: true } usual ? usual.Value : null) : null;
        if (value is null)
        {
            unknown.Add(match.Value);
        }

        return value ?? match.Value;
    });

    private string? Value(string name, List<string> unknown, int level) => variables.GetValueOrDefault(name) is ScalarNode value ? Put(value.Value, unknown, level + 1) : name switch
    {
        "zuul.project.src_dir" or "zuul_work_dir" or "zuul.executor.work_root" => ".",
        "ansible_user_dir" or "ansible_env.HOME" => "$HOME",
        "zuul.branch" => "$PLUGINCI_BRANCH",
        "zuul.project.name" or "zuul.project.canonical_name" => "$PLUGINCI_PROJECT",
        "zuul.project.short_name" => "$(basename \"$PLUGINCI_PROJECT\")",
        "zuul.pipeline" => "$PLUGINCI_PIPELINE",
        "zuul.job" => "$PLUGINCI_JOB",
        "zuul.build" or "zuul.buildset" => "$PLUGINCI_BUILD",
        "zuul.change" => "$PLUGINCI_CHANGE",
        "zuul.patchset" => "$PLUGINCI_PATCHSET",
        "zuul.ref" => "$PLUGINCI_REF",
        "zuul.commit_id" or "zuul.newrev" => "$PLUGINCI_COMMIT",
        _ => null,
    };

    [GeneratedRegex(@"\{\{(?<inner>.*?)\}\}")]
    private static partial Regex Expression();

    [GeneratedRegex(@"^(?<name>[A-Za-z_][\w.]*)(?:\s*\|\s*default\(\s*['""](?<default>[^'""]*)['""](?:\s*,\s*true)?\s*\))?\z")]
    private static partial Regex Form();
}
