using PluginCi.Model;

namespace PluginCi.Dsl;

/// <summary>A stop of merges: changes are still checked, but none is merged until it ends. A value: every verb gives a new one.</summary>
public sealed class Freeze : SitePart
{
    internal Freeze(FreezePlan plan, string? from, string? until, Place declaredAt)
    {
        Plan = plan;
        Begins = from;
        Ends = until;
        DeclaredAt = declaredAt;
    }

    internal FreezePlan Plan { get; }

    internal string? Begins { get; }

    internal string? Ends { get; }

    internal Place DeclaredAt { get; }

    /// <summary>Stops the merges of some projects only.</summary>
    /// <param name="projects">Globs of names: <c>*</c> within a folder, <c>**</c> across folders. Default: all projects but the config project, which is never stopped.</param>
    /// <returns>The freeze with these projects added.</returns>
    /// <example><code>Freeze("release-1.45", reason: "the branch is being cut").For("mediawiki/**")</code></example>
    public Freeze For(params string[] projects) => With(Plan with { Projects = [.. Plan.Projects, .. Texts(projects)] });

    /// <summary>Stops the merges into some branches only.</summary>
    /// <param name="branches">Globs of branches. Default: all.</param>
    /// <returns>The freeze with these branches added.</returns>
    /// <example><code>Freeze("release-1.45", reason: "the branch is being cut").Branches("main", "REL1_45")</code></example>
    public Freeze Branches(params string[] branches) => With(Plan with { Branches = [.. Plan.Branches, .. Texts(branches)] });

    /// <summary>Lets changes through that fit. Said again, it lets others through as well.</summary>
    /// <param name="topic">A glob of topics; null for any.</param>
    /// <param name="hashtag">A glob of hashtags; null for any.</param>
    /// <returns>The freeze with this exception added.</returns>
    /// <example><code>Freeze("december", reason: "few people are around").Except(topic: "hotfix-*").Except(hashtag: "security")</code></example>
    public Freeze Except(string? topic = null, string? hashtag = null) => With(Plan with { Exceptions = [.. Plan.Exceptions, new FreezeException(topic, hashtag)] });

    /// <summary>Begins at a time, and not as soon as the site has it.</summary>
    /// <param name="time">A time in UTC, <c>2026-12-18T12:00Z</c>, or with another offset, <c>2026-12-18T13:00+01:00</c>; a date alone is its beginning in UTC.</param>
    /// <returns>The freeze with this beginning.</returns>
    /// <example><code>Freeze("december", reason: "few people are around").From("2026-12-18").Until("2027-01-04T08:00Z")</code></example>
    public Freeze From(string time) => new(Plan, time ?? "", Ends, DeclaredAt);

    /// <summary>Ends by itself at a time, and not only when the site has it no more.</summary>
    /// <param name="time">A time as for <see cref="From"/>, after that.</param>
    /// <returns>The freeze with this end.</returns>
    /// <example><code>Freeze("migration", reason: "the database moves").Until("2026-11-02T06:00Z")</code></example>
    public Freeze Until(string time) => new(Plan, Begins, time ?? "", DeclaredAt);

    private static IEnumerable<string> Texts(string[]? globs) => (globs ?? []).Select(glob => glob ?? "");

    private Freeze With(FreezePlan plan) => new(plan, Begins, Ends, DeclaredAt);
}
