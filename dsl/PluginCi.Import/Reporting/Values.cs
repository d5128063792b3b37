using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Values that may be written in more than one way.</summary>
internal static partial class Values
{
    /// <summary>The texts of a value, of a list, and of lists in it.</summary>
    public static ImmutableArray<string> Texts(Node? node) => node switch
    {
        ListNode list => [.. list.Items.SelectMany(item => Texts(item))],
        ScalarNode { Type: not ScalarKind.Nothing } text => [text.Value],
        _ => [],
    };

    /// <summary>The pairs of a map of variables, each a value or a map that has one.</summary>
    public static ImmutableArray<(string Name, string Value)> Variables(Node? node) =>
        [.. ((node as MapNode)?.Entries ?? []).Select(entry => (entry.Key, (entry.Value as ScalarNode)?.Value ?? (entry.Value as MapNode)?.Text("value") ?? ""))];

    /// <summary>A time such as <c>1h 30m</c>, <c>90 minutes</c> or a number of seconds; null where it is none.</summary>
    public static TimeSpan? Time(string text)
    {
        if (double.TryParse(text, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        var parts = Part().Matches(text);
        return parts.Count == 0 ? null : parts.Aggregate(TimeSpan.Zero, (time, part) => time + (double.Parse(part.Groups["number"].Value, CultureInfo.InvariantCulture) * Unit(part.Groups["unit"].Value)));
    }

    /// <summary>The path of files that a folder or a file stands for.</summary>
    /// <param name="path">The path, of a file, of a folder, or with <c>*</c>.</param>
    /// <returns>A path that fits files; null where it is none inside the repository.</returns>
    public static string? Glob(string path)
    {
        var bare = path.Trim().TrimStart('.').Length == 0 ? "" : path.Trim();
        bare = bare.StartsWith("./", StringComparison.Ordinal) ? bare[2..] : bare;
        if (bare.Length == 0 || bare.StartsWith('/') || bare.StartsWith('!') || bare.StartsWith('~') || bare.Contains('$', StringComparison.Ordinal) || bare.Split('/').Contains(".."))
        {
            return null;
        }

        return bare.EndsWith('/') ? bare + "**" : bare;
    }

    private static TimeSpan Unit(string unit) => unit[0] switch
    {
        'w' => TimeSpan.FromDays(7),
        'd' => TimeSpan.FromDays(1),
        'h' => TimeSpan.FromHours(1),
        'm' => TimeSpan.FromMinutes(1),
        _ => TimeSpan.FromSeconds(1),
    };

    [GeneratedRegex(@"(?<number>[0-9]+(?:\.[0-9]+)?)\s*(?<unit>weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Part();
}
