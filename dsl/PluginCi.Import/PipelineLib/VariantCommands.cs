using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>The commands that make a variant of Blubber ready, and those that it runs, in the workspace instead of an image.</summary>
internal static class VariantCommands
{
    /// <summary>What makes a variant ready: the builders of those that it takes files of, and then its own.</summary>
    /// <param name="file">The file.</param>
    /// <param name="variant">The variant.</param>
    public static ImmutableArray<string> Prepare(BlubberFile file, string variant)
    {
        var names = Order.Of(variant, file.VariantsNeededBy, out _).Append(variant);
        return [.. names.SelectMany(name => file.Expand(name, out _).AllBuilders).SelectMany(Of).Distinct()];
    }

    /// <summary>A program with its arguments as a shell takes it.</summary>
    public static string Line(IEnumerable<string> words) => words.ToArray() switch
    {
        [] => "",
        ["sh" or "bash" or "/bin/sh" or "/bin/bash", "-c", var script] => script.Trim(),
        [var only] => only,
        ["/usr/bin/env", .. var rest] => Line(rest),
        var all => string.Join(' ', all.Select(Quote)),
    };

    private static IEnumerable<string> Of(Builder builder) => builder switch
    {
        NodeBuilder { Requirements: not null } node => [$"{(node.UsesCi is true ? "npm ci" : "npm install --no-package-lock")}{(node.Env == "production" ? " --omit=dev" : "")}"],
        PhpBuilder { Requirements: not null } php => [$"composer install --no-interaction --no-progress{(php.Production is true ? " --no-dev" : "")}"],
        PythonBuilder { IsOn: true } python => OfPython(python),
        CustomBuilder { Script.Length: > 0 } script => [script.Script.TrimEnd()],
        CustomBuilder { Command: { IsEmpty: false } command } => [Line(command)],
        _ => [],
    };

    private static IEnumerable<string> OfPython(PythonBuilder python)
    {
        if (python.ToxVersion.Length > 0)
        {
            yield return $"pip install 'tox{python.ToxVersion}'";
        }

        if (python.Poetry.Version.Length > 0)
        {
            yield return $"pip install 'poetry{python.Poetry.Version}'";
            yield return $"poetry install --no-root{(python.Poetry.Devel is true ? "" : " --only main")}";
        }
        else if (python.Uv.Version.Length > 0)
        {
            yield return $"pip install 'uv{python.Uv.Version}'";
            yield return "uv sync";
        }
        else
        {
            foreach (var file in (python.Requirements ?? []).Where(file => file.IsLocal && file.Source.EndsWith(".txt", StringComparison.Ordinal)))
            {
                yield return $"pip install --requirement {file.Source}";
            }
        }
    }

    private static string Quote(string word) => word.Length > 0 && word.All(letter => char.IsLetterOrDigit(letter) || "-_./:=@%+,$".Contains(letter, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
