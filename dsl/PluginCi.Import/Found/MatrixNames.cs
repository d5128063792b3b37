using System.Text.RegularExpressions;

namespace PluginCi.Import;

/// <summary>Columns of a matrix that come from the importer: the names of its jobs, where the values make none, and the release of Debian that has the version of a language.</summary>
internal static partial class MatrixNames
{
    public const string Name = "name";

    public const string Release = "debian";

    /// <summary>A matrix whose values can be parts of names: where they cannot, a column of names comes first.</summary>
    public static FoundMatrix WithNames(FoundMatrix matrix)
    {
        int[] own = [.. Enumerable.Range(0, matrix.Names.Length).Where(column => matrix.Names[column] != Release)];
        if (matrix.Rows.All(row => own.All(column => Part().IsMatch(row[column]))) && matrix.Rows.DistinctBy(row => string.Join('-', own.Select(column => row[column]))).Count() == matrix.Rows.Length)
        {
            return matrix;
        }

        var taken = new HashSet<string>();
        return new FoundMatrix(
            matrix.Names.Insert(0, Name),
            [.. matrix.Rows.Select(row => row.Insert(0, JobNames.Free(string.Join('-', own.Select(column => row[column])), taken)))]);
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]+\z")]
    private static partial Regex Part();
}
