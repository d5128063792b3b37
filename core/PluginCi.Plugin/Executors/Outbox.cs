using System.Collections.Immutable;

namespace PluginCi.Plugin;

/// <summary>What an executor hands back of a build's workspace, and where to.</summary>
/// <remarks>
/// Once all steps have passed, before it pauses and before it ends, the executor copies every regular file of the workspace that fits one of <see cref="Files"/>
/// into <see cref="Folder"/>, with the same path below it and the same executable bit. Links are neither copied nor followed. A build that hands back more than it
/// may ends with <see cref="Model.BuildResult.LimitExceeded"/> and a message that says so. Since contract 1.3.
/// </remarks>
public sealed record Outbox
{
    /// <summary>An absolute path of an empty folder, made for this build alone; the host removes it.</summary>
    public required string Folder { get; init; }

    /// <summary>Globs of paths from the workspace folder. Files that fit none may be there; the host leaves them out.</summary>
    public required ImmutableArray<string> Files { get; init; }

    /// <summary>Those of <see cref="Files"/> that are copied too when a step failed, after that; more than the build may hand back is left out then. Default none. Since contract 1.7.</summary>
    public ImmutableArray<string> FilesOfFailed { get; init; } = [];

    /// <summary>How many bytes all files may have together. Default 512 MiB.</summary>
    public long MostBytes { get; init; } = 512L << 20;

    /// <summary>How many files there may be. Default 10,000.</summary>
    public int MostFiles { get; init; } = 10_000;
}
