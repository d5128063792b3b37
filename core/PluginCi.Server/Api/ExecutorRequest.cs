using System.ComponentModel.DataAnnotations;

namespace PluginCi.Server;

/// <summary>An executor to be drained or given builds again.</summary>
public sealed record ExecutorRequest
{
    /// <summary>The person who asks.</summary>
    [Required]
    [MinLength(1)]
    public string? Who { get; init; }

    /// <summary>Why; must not be left out of a drain.</summary>
    public string? Reason { get; init; }
}
