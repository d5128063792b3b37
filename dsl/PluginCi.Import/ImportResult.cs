using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Import;

/// <summary>What came of an import.</summary>
public sealed record ImportResult
{
    /// <summary>The scripts to write, by their paths, with forward slashes. Each is valid by itself. Empty where nothing could be read.</summary>
    public ImmutableSortedDictionary<string, string> Scripts { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What became of each thing that was read, in the order of files and lines.</summary>
    public ImmutableArray<ImportNote> Notes { get; init; } = [];

    /// <summary>What is wrong with the files. Where there is an error, nothing is written.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>How many jobs the files declare, those that are only there for others to extend left out.</summary>
    public int JobsFound { get; init; }

    /// <summary>How many of them are in the scripts.</summary>
    public int JobsWritten { get; init; }
}
