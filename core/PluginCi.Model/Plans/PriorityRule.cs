namespace PluginCi.Model;

/// <summary>Gives the changes it matches a place before others of the same queue. Members left null or empty match everything.</summary>
/// <param name="Priority">Higher goes first; 0 is the usual.</param>
/// <param name="Project">Globs of project names.</param>
/// <param name="Branch">Globs of branches.</param>
/// <param name="Topic">Globs of topics.</param>
/// <param name="Owner">Globs of owners.</param>
/// <param name="Hashtag">Globs of hashtags; one that matches is enough.</param>
public sealed record PriorityRule(
    int Priority, string? Project = null, string? Branch = null, string? Topic = null, string? Owner = null, string? Hashtag = null)
{
    /// <summary>True when the rule is about the change.</summary>
    /// <param name="change">The change.</param>
    /// <returns>Whether every glob matches.</returns>
    public bool Matches(Change change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Fits(Project, change.Project.Value)
            && Fits(Branch, change.Branch)
            && Fits(Topic, change.Topic)
            && Fits(Owner, change.Owner)
            && (Hashtag is null || change.Hashtags.Any(hashtag => Glob.IsMatch(Hashtag, hashtag)));
    }

    private static bool Fits(string? glob, string? value) => glob is null || (value is not null && Glob.IsMatch(glob, value));
}
