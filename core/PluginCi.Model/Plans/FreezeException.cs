namespace PluginCi.Model;

/// <summary>Changes that a freeze lets through: those that fit each glob that is given, one or both.</summary>
/// <param name="Topic">A glob of topics; null for any.</param>
/// <param name="Hashtag">A glob of hashtags, one that fits is enough; null for any.</param>
public sealed record FreezeException(string? Topic = null, string? Hashtag = null)
{
    /// <summary>True when it lets the change through.</summary>
    /// <param name="change">The change.</param>
    /// <returns>Whether each glob fits.</returns>
    public bool Fits(Change change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var fitsTopic = Topic is null || (change.Topic is { } topic && Glob.IsMatch(Topic, topic));
        var fitsHashtag = Hashtag is null || change.Hashtags.Any(hashtag => Glob.IsMatch(Hashtag, hashtag));
        return fitsTopic && fitsHashtag;
    }
}
