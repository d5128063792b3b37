using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Storage;

/// <summary>A build as pages show it.</summary>
public sealed record BuildRow
{
    /// <summary>The build.</summary>
    public required BuildId Id { get; init; }

    /// <summary>Its queue.</summary>
    public required QueueName Queue { get; init; }

    /// <summary>Its pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>What is under test: a change, several in braces, or a project and its branch or tag, for example <c>core@main</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The changes it is for; empty for a branch or tag.</summary>
    public required ImmutableArray<ChangeId> Changes { get; init; }

    /// <summary>The patchset of the first of them; 0 for a branch or tag.</summary>
    public required int Patchset { get; init; }

    /// <summary>The project whose checkout it runs in.</summary>
    public required ProjectName Project { get; init; }

    /// <summary>Its buildset.</summary>
    public required BuildsetId Buildset { get; init; }

    /// <summary>Its job.</summary>
    public required string Job { get; init; }

    /// <summary>Which try of the job it is, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The changes it is tested on top of.</summary>
    public required ImmutableArray<ChangeId> Ahead { get; init; }

    /// <summary>When the gate asked for it.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The name of the executor that it was given to, or null.</summary>
    public string? Executor { get; init; }

    /// <summary>When it was given to it, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended, or null.</summary>
    public BuildResult? Result { get; init; }

    /// <summary>One sentence about its end.</summary>
    public string Message { get; init; } = "";

    /// <summary>True when it was kept over a reset: it counted for a later state of its item too.</summary>
    public bool IsKept { get; init; }

    /// <summary>True when it passed on the very state that one of the same job had failed on.</summary>
    public bool IsFlaky { get; init; }
}
