using System.Collections.Immutable;

namespace PluginCi.Dsl;

/// <summary>The jobs of a matrix.</summary>
internal static class MatrixJobs
{
    /// <exception cref="ScriptMistake">There is no value, or two have jobs of one name.</exception>
    public static ImmutableArray<Job> Make<T>(IEnumerable<T> values, Func<T, Job> make)
    {
        ImmutableArray<(T Value, Job Job)> made = [.. values.Select(value => (value, make(value)))];
        if (made.IsEmpty)
        {
            throw new ScriptMistake("PCI2035", "Matrix(…) has no values, so that it makes no jobs; give it one or more, or remove it.", nameof(Ci.Matrix));
        }

        if (made.GroupBy(one => one.Job.Plan.Name).FirstOrDefault(same => same.Count() > 1) is { } same)
        {
            throw new ScriptMistake(
                "PCI2036", $"Matrix(…) gives the values {string.Join(" and ", same.Select(one => $"'{one.Value}'"))} jobs of the same name, '{same.Key}'; each name must hold its value, as in Job($\"unit-{{version}}\"), and no value may stand there twice.", nameof(Ci.Matrix));
        }

        return [.. made.Select(one => one.Job)];
    }
}
