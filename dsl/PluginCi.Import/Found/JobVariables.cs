using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>The variables of a job: those whose values stand in the file, those that its shell computes, and those that only the other system knows.</summary>
internal sealed partial class JobVariables
{
    private readonly Dictionary<string, string> _known = [];
    private readonly List<string> _prologue = [];

    public JobVariables(FoundJob job, JobCommands commands, string[] lines, Notes notes)
    {
        foreach (var (name, value) in commands.Variables)
        {
            _known[name] = value;
        }

        var expanded = _known.Keys.ToDictionary(name => name, name => Expand(_known[name], [name]));
        var read = ShellLines.Variables(lines.Concat(expanded.Values)).Where(name => !_known.ContainsKey(name) && !IsOfBuild(name, job)).ToArray();
        AddPredefined(read, job, commands, notes);
        var environment = ImmutableSortedDictionary.CreateBuilder<string, string>();
        foreach (var (name, value) in expanded)
        {
            if (!Form().IsMatch(name) || name.StartsWith("PLUGINCI_", StringComparison.Ordinal))
            {
                notes.NeedsPerson(job.File, job.At, $"{job.Origin}.{name}", "a shell cannot read a variable of this name; rename it");
            }
            else if (value == $"${{{name}}}" || value == $"${name}")
            {
                // It would stand for itself; that it is not set is told of where it is read.
            }
            else if (value.Contains('$', StringComparison.Ordinal) || name is "PATH" or "HOME")
            {
                _prologue.Add($"export {name}=\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("`", "\\`", StringComparison.Ordinal)}\"");
            }
            else
            {
                environment[name] = value;
            }
        }

        Environment = environment.ToImmutable();
    }

    /// <summary>The variables with values that stand in the file.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; }

    /// <summary>Lines that set the others; each shell of the job begins with them.</summary>
    public ImmutableArray<string> Prologue => [.. _prologue];

    // What builds have by themselves, and what their services set.
    private static bool IsOfBuild(string name, FoundJob job) =>
        name.StartsWith("PLUGINCI_", StringComparison.Ordinal) || job.Services.Any(service => name.StartsWith($"{(service.Name ?? service.Kind).ToUpperInvariant()}_", StringComparison.Ordinal));

    private void AddPredefined(IEnumerable<string> read, FoundJob job, JobCommands commands, Notes notes)
    {
        foreach (var name in read)
        {
            var (isPredefined, value) = commands.Predefined(name);
            if (value is not null)
            {
                _prologue.Add($"export {name}={value}");
            }
            else
            {
                notes.NeedsPerson(job.File, job.At, $"{job.Origin}.{name}", isPredefined
                    ? "nothing here is like this variable of the other system; see docs/reference/dsl.md for those that builds have"
                    : "the job reads this variable, and no file sets it: a setting of the other system, or a secret. Builds have no secrets yet; a plain value goes into .Env(…)");
            }
        }
    }

    // As the other systems do it: variables stand for their values in those of others.
    private string Expand(string value, ImmutableHashSet<string> way) => way.Count > 10 ? value : Reference().Replace(value, match =>
    {
        var name = match.Groups["name"].Value;
        return !way.Contains(name) && _known.TryGetValue(name, out var other) ? Expand(other, way.Add(name)) : match.Value;
    });

    [GeneratedRegex(@"\$(?:(?<name>\w+)|\{(?<name>\w+)\})")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Form();
}
