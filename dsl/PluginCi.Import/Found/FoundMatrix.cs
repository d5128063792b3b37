using System.Collections.Immutable;

namespace PluginCi.Import;

/// <summary>The combinations of values that a job runs with. Texts of the job refer to a value by <see cref="Mark"/>.</summary>
/// <param name="Names">The names of the columns.</param>
/// <param name="Rows">The values, a row for each combination.</param>
internal sealed record FoundMatrix(ImmutableArray<string> Names, ImmutableArray<ImmutableArray<string>> Rows)
{
    // Of the area for private use, so that no text of a file has them.
    public const char Open = '\uE000';

    public const char Close = '\uE001';

    public static string Mark(string name) => $"{Open}{name}{Close}";
}
