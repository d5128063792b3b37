namespace PluginCi.Plugin.Conformance;

/// <summary>The comparisons of the checks, of no test library in particular.</summary>
internal static class Expect
{
    public static void That(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ConformanceException(otherwise);
        }
    }

    public static void Equal<T>(T expected, T found, string what) =>
        That(EqualityComparer<T>.Default.Equals(expected, found), $"{what}: expected {expected}, found {found}.");

    public static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> found, string what)
    {
        T[] wanted = [.. expected];
        T[] there = [.. found];
        That(wanted.SequenceEqual(there), $"{what}: expected [{string.Join(" | ", wanted)}], found [{string.Join(" | ", there)}].");
    }

    public static void Contains(string part, string whole, string what) =>
        That(whole.Contains(part, StringComparison.Ordinal), $"{what}: expected '{part}' in it, found: {whole}");
}
