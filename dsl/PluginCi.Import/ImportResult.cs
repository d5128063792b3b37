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

    /// <summary>How many of those in the scripts are as they were.</summary>
    public int JobsCarried { get; init; }

    /// <summary>How many of those in the scripts are near to what they were, with all that is different told.</summary>
    public int JobsApproximated { get; init; }

    /// <summary>How many of those in the scripts are there in part: something of them needs a person.</summary>
    public int JobsInPart => JobsWritten - JobsCarried - JobsApproximated;

    /// <summary>The same, with what became of its jobs counted by what is told of them.</summary>
    /// <param name="written">The names in the files of the jobs that are in the scripts.</param>
    internal ImportResult WithJobs(IReadOnlyCollection<string> written)
    {
        var known = written.ToHashSet(StringComparer.Ordinal);
        var worst = known.ToDictionary(name => name, _ => ImportOutcome.Carried, StringComparer.Ordinal);
        foreach (var note in Notes.Where(note => note.Outcome != ImportOutcome.Carried))
        {
            // A setting's name begins with that of its job, which may have dots of its own.
            for (var end = note.What.Length; end > 0; end = note.What.LastIndexOf('.', end - 1))
            {
                if (worst.TryGetValue(note.What[..end], out var before))
                {
                    worst[note.What[..end]] = note.Outcome > before ? note.Outcome : before;
                    break;
                }
            }
        }

        return this with { JobsWritten = written.Count, JobsCarried = written.Count(name => worst[name] == ImportOutcome.Carried), JobsApproximated = written.Count(name => worst[name] == ImportOutcome.Approximated) };
    }
}
