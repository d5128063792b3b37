using System.Globalization;
using System.Text.RegularExpressions;

namespace PluginCi.Simulation;

/// <summary>Times as people write them: <c>30s</c>, <c>10m</c>, <c>1h30m</c>, <c>2d</c>.</summary>
internal static partial class Durations
{
    private const double LongestDays = 10_000;

    public static TimeSpan? Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success || text.Length == 0)
        {
            return null;
        }

        var days = Part(match, "d") + (Part(match, "h") / 24) + (Part(match, "m") / (24 * 60)) + (Part(match, "s") / (24 * 60 * 60));
        return days <= LongestDays ? TimeSpan.FromSeconds(Math.Round(days * 24 * 60 * 60)) : null;
    }

    private static double Part(Match match, string unit) =>
        match.Groups[unit] is { Success: true, Value: var digits } ? double.Parse(digits, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^((?<d>\d+)d)?\s*((?<h>\d+)h)?\s*((?<m>\d+)m)?\s*((?<s>\d+)s)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
