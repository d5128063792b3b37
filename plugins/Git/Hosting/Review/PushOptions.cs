using System.Globalization;

namespace PluginCi.Plugins.Git.Review;

/// <summary>What <c>git push -o …</c> asked for.</summary>
/// <param name="Approve">Whether all changes of the push are approved.</param>
/// <param name="Topic">The topic of all changes of the push; null to leave it as it is.</param>
/// <param name="Wait">How long the push stays to tell what becomes of its changes; null for not at all.</param>
internal sealed record PushOptions(bool Approve, string? Topic, TimeSpan? Wait)
{
    private static readonly TimeSpan DefaultWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Reads the options of a push.</summary>
    /// <param name="given">As git gave them.</param>
    /// <param name="obstacle">What is wrong with them, or null.</param>
    /// <returns>The options; those that are wrong are left out.</returns>
    public static PushOptions Parse(IEnumerable<string> given, out string? obstacle)
    {
        var options = new PushOptions(Approve: false, Topic: null, Wait: null);
        obstacle = null;
        foreach (var option in given)
        {
            var (name, value) = option.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? (option[..at], option[(at + 1)..]) : (option, null);
            switch (name, value)
            {
                case ("approve", null):
                    options = options with { Approve = true };
                    break;
                case ("topic", { Length: > 0 and <= 100 }):
                    options = options with { Topic = value };
                    break;
                case ("wait", null):
                    options = options with { Wait = DefaultWait };
                    break;
                case ("wait", _) when ParseSeconds(value!) is { } wait:
                    options = options with { Wait = wait };
                    break;
                default:
                    obstacle ??= $"push option '{option}' is not understood; known are approve, topic=NAME (1 to 100 characters), wait and wait=SECONDS (1 to 86400)";
                    break;
            }
        }

        return options;
    }

    private static TimeSpan? ParseSeconds(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 && seconds <= LongestWait.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
