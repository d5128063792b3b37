using System.ComponentModel.DataAnnotations;

namespace PluginCi.Server;

/// <summary>Who asks for something.</summary>
public sealed record CommandRequest
{
    /// <summary>The person who asks, as the review system names people.</summary>
    [Required]
    [MinLength(1)]
    public string? Who { get; init; }
}
