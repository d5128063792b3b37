using System.ComponentModel.DataAnnotations;

namespace PluginCi.Server;

/// <summary>Merges to be stopped or allowed again.</summary>
public sealed record FreezeRequest
{
    /// <summary><c>all</c>, a queue, a project or a repo group.</summary>
    [Required]
    [MinLength(1)]
    public string? Scope { get; init; }

    /// <summary>The person who asks.</summary>
    [Required]
    [MinLength(1)]
    public string? Who { get; init; }

    /// <summary>Why; must not be left out of a freeze.</summary>
    public string? Reason { get; init; }

    /// <summary>When a freeze ends by itself, in the future; left out when somebody must end it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Globs of the branches that a freeze stops merges into; left out for all.</summary>
    public IReadOnlyList<string>? Branches { get; init; }

    /// <summary>Globs of topics whose changes a freeze lets through.</summary>
    public IReadOnlyList<string>? ExceptTopics { get; init; }

    /// <summary>Globs of hashtags whose changes a freeze lets through.</summary>
    public IReadOnlyList<string>? ExceptHashtags { get; init; }
}
