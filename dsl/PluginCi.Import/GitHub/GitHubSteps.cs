using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Reads the steps of a job.</summary>
/// <param name="actions">What steps use.</param>
/// <param name="text">Puts in what stands for expressions.</param>
/// <param name="what">The job, for notes.</param>
/// <param name="notes">Takes what is different.</param>
internal sealed class GitHubSteps(GitHubActions actions, GitHubText text, string what, Notes notes)
{
    private readonly ImmutableArray<ImmutableArray<string>>.Builder _groups = ImmutableArray.CreateBuilder<ImmutableArray<string>>();

    /// <summary>The command lines, each step a group.</summary>
    public ImmutableArray<ImmutableArray<string>> Groups => _groups.ToImmutable();

    /// <summary>The job with what its steps bring.</summary>
    /// <param name="job">The job.</param>
    /// <param name="steps">Its steps.</param>
    /// <param name="runs">When it runs.</param>
    /// <param name="folder">The folder that command lines start in; null for the repository's root.</param>
    public FoundJob Read(FoundJob job, ListNode steps, IReadOnlyCollection<Occasion> runs, string? folder)
    {
        foreach (var step in steps.Items)
        {
            if (step is not MapNode map)
            {
                notes.NeedsPerson(step.File, step.At, $"{what}.steps", "a step is a map with 'run' or 'uses'; this is left out");
                continue;
            }

            var keys = new Keys(map, $"{what}.steps", notes);
            keys.Take("name");
            keys.Take("id");
            if (IsLeftOut(keys, runs))
            {
                continue;
            }

            keys.NeedPerson("continue-on-error", "a step that fails ends the job; write `command || true` where it may");
            keys.Approximate("timeout-minutes", "the time limit is of the whole job");
            var environment = Environment(keys);
            if (keys.Take("uses") is ScalarNode uses)
            {
                var used = actions.Use(job, uses, keys.Take("with") as MapNode);
                job = used ?? job;
                if (used is null)
                {
                    keys.NeedPerson("uses", $"the action '{uses.Value}' is not known; write the command lines that do the same");
                    keys.NeedPerson("with", "the settings of the action are not in the scripts");
                }
            }
            else if (keys.Take("run") is ScalarNode run)
            {
                AddCommand(keys, run, environment, folder);
            }

            keys.End();
        }

        return job;
    }

    private static bool IsLeftOut(Keys keys, IReadOnlyCollection<Occasion> runs)
    {
        if (keys.Take("if") is not ScalarNode { Value: var condition })
        {
            return false;
        }

        if (condition.Contains("always()", StringComparison.Ordinal) || condition.Contains("failure()", StringComparison.Ordinal))
        {
            keys.NeedPerson("if", "no step runs after a failure; the step is left out. Reports of tests are read of failed builds too, by .JUnit(…)");
            return true;
        }

        bool?[] holds = [.. runs.Select(occasion => GitHubCondition.Holds(condition, occasion)).Distinct()];
        if (holds is [true])
        {
            return false;
        }

        if (holds is [false])
        {
            keys.Approximate("if", "it never holds where the job runs; the step is left out");
            return true;
        }

        keys.NeedPerson("if", $"'{condition}' holds for some runs only; the step is left out. Write a job of its own for it, or an `if` of the shell");
        return true;
    }

    private string[] Environment(Keys keys) =>
        [.. ((keys.Take("env") as MapNode)?.Entries ?? []).Select(entry => $"export {entry.Key}=\"{text.Put(entry.Value).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"")];

    private void AddCommand(Keys keys, ScalarNode run, string[] environment, string? general)
    {
        var command = text.Put(run).TrimEnd('\n');
        var folder = keys.Take("working-directory") is { } own ? text.Put(own) : general;
        string[] before = [.. environment, .. folder is null or "." ? [] : new[] { $"cd \"{folder}\"" }];
        switch (keys.TakeText("shell")?.Split(' ')[0])
        {
            case null or "sh":
                break;
            case "bash":
                before = ["set -o pipefail", .. before];
                break;
            case "python":
                command = $"python3 - <<'END_OF_PYTHON'\n{command}\nEND_OF_PYTHON";
                break;
            case var other:
                keys.NeedPerson("shell", $"'{other}' is not known; the step is left out");
                return;
        }

        foreach (var file in ((string[])["GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY"]).Where(file => command.Contains(file, StringComparison.Ordinal)))
        {
            keys.NeedPerson("run", $"what it writes to ${file} is not read: steps share files and no variables. Other jobs are told by $PLUGINCI_RETURN");
        }

        _groups.Add(before.Length == 0 ? [command] : [string.Join('\n', before.Append(command))]);
    }
}
