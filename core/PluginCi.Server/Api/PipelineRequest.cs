using System.ComponentModel.DataAnnotations;

namespace PluginCi.Server;

/// <summary>Something to be put into a pipeline or taken out of it.</summary>
public sealed record PipelineRequest
{
    /// <summary>The pipeline.</summary>
    [Required]
    [MinLength(1)]
    public string? Pipeline { get; init; }

    /// <summary>The change, for example <c>git/12</c>, or a project and its branch or tag, for example <c>core@main</c>.</summary>
    [Required]
    [MinLength(1)]
    public string? Subject { get; init; }

    /// <summary>The person who asks.</summary>
    [Required]
    [MinLength(1)]
    public string? Who { get; init; }

    /// <summary>Why; may be left out.</summary>
    public string? Reason { get; init; }
}
