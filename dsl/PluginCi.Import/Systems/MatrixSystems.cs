using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>The system of a job whose image depends on values of its matrix.</summary>
internal static partial class MatrixSystems
{
    /// <summary>The system, and the matrix, with a column for the release of Debian where the values differ in that.</summary>
    /// <param name="matrix">The matrix; null for none.</param>
    /// <param name="reference">What names the image, with marks of the matrix.</param>
    /// <param name="find">Says what stands for an image.</param>
    public static (KnownSystem System, FoundMatrix? Matrix) Find(FoundMatrix? matrix, string reference, Func<string, KnownSystem> find)
    {
        if (matrix is null || !reference.Contains(FoundMatrix.Open, StringComparison.Ordinal))
        {
            return (find(reference), matrix);
        }

        KnownSystem[] each = [.. matrix.Rows.Select(row => find(Mark().Replace(reference, mark => row[matrix.Names.IndexOf(mark.Groups[1].Value)])))];
        var text = string.Join("; ", each.Select(system => system.Text).Where(text => text.Length > 0).Distinct());
        var outcome = each.Max(system => system.Outcome);
        var first = each[0] with { Outcome = outcome, Text = text };
        if (each.Any(system => system.System.Image is not null || system.System.Name != first.System.Name))
        {
            return (first with { Outcome = ImportOutcome.NeedsPerson, Text = $"the values of the matrix name images of several kinds; all jobs run on the first one's system. {text}" }, matrix);
        }

        return each.All(system => system.System.Release == first.System.Release)
            ? (first, matrix)
            : (first with { System = first.System with { Release = FoundMatrix.Mark(MatrixNames.Release) } },
                new FoundMatrix(matrix.Names.Add(MatrixNames.Release), [.. matrix.Rows.Zip(each, (row, system) => row.Add(system.System.Release))]));
    }

    [GeneratedRegex("\uE000([^\uE001]*)\uE001")]
    private static partial Regex Mark();
}
