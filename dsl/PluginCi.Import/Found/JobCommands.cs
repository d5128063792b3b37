using System.Collections.Immutable;

namespace PluginCi.Import;

/// <summary>What a job of another system runs, before it is made into steps.</summary>
internal sealed record JobCommands
{
    /// <summary>Groups of lines; the lines of a group share a shell.</summary>
    public required ImmutableArray<ImmutableArray<string>> Groups { get; init; }

    /// <summary>Lines that run at the end, also after a failure.</summary>
    public ImmutableArray<string> Afterwards { get; init; } = [];

    /// <summary>The variables of the file, in its order.</summary>
    public ImmutableArray<(string Name, string Value)> Variables { get; init; } = [];

    /// <summary>The variables that the other system sets by itself, each with the text of a shell that is the same here; null where nothing is.</summary>
    public required Func<string, (bool IsPredefined, string? Value)> Predefined { get; init; }

    /// <summary>True where a command fails with any part of a pipe.</summary>
    public bool FailsWithPipes { get; init; }
}
