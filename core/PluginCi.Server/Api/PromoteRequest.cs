using System.ComponentModel.DataAnnotations;

namespace PluginCi.Server;

/// <summary>Changes to be moved to the head of their queue.</summary>
public sealed record PromoteRequest
{
    /// <summary>The pipeline.</summary>
    [Required]
    [MinLength(1)]
    public string? Pipeline { get; init; }

    /// <summary>The changes, in the order they are to stand; one or more, of one queue.</summary>
    [Required]
    [MinLength(1)]
    public IReadOnlyList<string>? Changes { get; init; }

    /// <summary>The person who asks.</summary>
    [Required]
    [MinLength(1)]
    public string? Who { get; init; }

    /// <summary>Why; may be left out.</summary>
    public string? Reason { get; init; }
}
