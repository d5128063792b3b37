namespace PluginCi.Dsl;

/// <summary>Finds what somebody most likely meant by a word that is not known.</summary>
internal static class Nearest
{
    /// <returns>The known word with the fewest letters put in, left out, replaced or swapped, case aside; null where none is near.</returns>
    public static string? Find(string word, IEnumerable<string> known) => known
        .Where(other => Math.Min(word.Length, other.Length) > 2 && other != word)
        .Select(other => (Word: other, Distance: Distance(word.ToUpperInvariant(), other.ToUpperInvariant())))
        .Where(found => found.Distance <= Math.Max(1, Math.Min(word.Length, found.Word.Length) / 3))
        .OrderBy(found => found.Distance).ThenBy(found => found.Word, StringComparer.Ordinal)
        .Select(found => found.Word)
        .FirstOrDefault();

    /// <returns>A question to put behind a message, with a space before it, or nothing.</returns>
    public static string Question(string word, IEnumerable<string> known) => Find(word, known) is { } meant ? $" Did you mean '{meant}'?" : "";

    // Optimal string alignment: the usual recurrence with one more step for two letters that are swapped.
    private static int Distance(string one, string other)
    {
        var table = new int[one.Length + 1, other.Length + 1];
        for (var row = 0; row <= one.Length; row++)
        {
            for (var column = 0; column <= other.Length; column++)
            {
                table[row, column] = row == 0 || column == 0 ? row + column : Least(table, row, column, one, other);
            }
        }

        return table[one.Length, other.Length];
    }

    private static int Least(int[,] table, int row, int column, string one, string other)
    {
        var replaced = table[row - 1, column - 1] + (one[row - 1] == other[column - 1] ? 0 : 1);
        var least = Math.Min(replaced, Math.Min(table[row - 1, column], table[row, column - 1]) + 1);
        var isSwapped = row > 1 && column > 1 && one[row - 1] == other[column - 2] && one[row - 2] == other[column - 1];
        return isSwapped ? Math.Min(least, table[row - 2, column - 2] + 1) : least;
    }
}
