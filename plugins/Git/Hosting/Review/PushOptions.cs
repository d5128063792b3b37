using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PluginCi.Plugins.Git.Review;

/// <summary>What <c>git push -o …</c> asked for.</summary>
/// <param name="Approve">Whether all changes of the push are approved.</param>
/// <param name="Topic">The topic of all changes of the push; null to leave it as it is.</param>
/// <param name="Wait">How long the push stays to tell what becomes of its changes; null for not at all.</param>
internal sealed partial record PushOptions(bool Approve, string? Topic, TimeSpan? Wait)
{
    private const string Known =
        "approve, topic=NAME (1 to 100 characters), hashtag=WORD (1 to 100 letters, digits, '-', '_' and '.'), wip, ready, private, public, wait and wait=SECONDS (1 to 86400)";

    private static readonly TimeSpan DefaultWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>The words to put on all changes of the push, besides those they have.</summary>
    public ImmutableArray<string> Hashtags { get; init; } = [];

    /// <summary>Whether all changes of the push are work in progress; null to leave it as it is.</summary>
    public bool? WorkInProgress { get; init; }

    /// <summary>Whether all changes of the push are private; null to leave it as it is.</summary>
    public bool? Private { get; init; }

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
            if (options.With(name, value) is { } next)
            {
                options = next;
            }
            else
            {
                obstacle ??= $"push option '{option}' is not understood; known are {Known}";
            }
        }

        return options;
    }

    private PushOptions? With(string name, string? value) => (name, value) switch
    {
        ("approve", null) => this with { Approve = true },
        ("topic", { Length: > 0 and <= 100 }) => this with { Topic = value },
        ("hashtag", { Length: > 0 and <= 100 }) when Word().IsMatch(value) => this with { Hashtags = [.. Hashtags.Append(value).Distinct()] },
        ("wip", null) => this with { WorkInProgress = true },
        ("ready", null) => this with { WorkInProgress = false },
        ("private", null) => this with { Private = true },
        ("public", null) => this with { Private = false },
        ("wait", null) => this with { Wait = DefaultWait },
        ("wait", _) when ParseSeconds(value) is { } wait => this with { Wait = wait },
        _ => null,
    };

    [GeneratedRegex("^[A-Za-z0-9_.-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    private static TimeSpan? ParseSeconds(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 && seconds <= LongestWait.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
