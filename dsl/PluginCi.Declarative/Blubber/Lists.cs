using System.Collections.Immutable;

namespace PluginCi.Declarative;

/// <summary>Lists that may not be there.</summary>
internal static class Lists
{
    public static ImmutableArray<T> OrEmpty<T>(this ImmutableArray<T>? list) => list ?? [];

    /// <summary>The later text, where there is one.</summary>
    public static string Or(this string later, string earlier) => later.Length > 0 ? later : earlier;
}
