using System.Text;

namespace PluginCi.Import;

/// <summary>The report of an import, for people.</summary>
public static class ImportReport
{
    /// <summary>All of it: what needs a person first, then what is near, then what is the same. Each line begins with the place in the file.</summary>
    /// <param name="result">The import.</param>
    public static string Write(ImportResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder(Summary(result)).Append('\n');
        foreach (var (outcome, heading) in new[] { (ImportOutcome.NeedsPerson, "Needs a person"), (ImportOutcome.Approximated, "Approximated"), (ImportOutcome.Carried, "Carried over") })
        {
            ImportNote[] notes = [.. result.Notes.Where(note => note.Outcome == outcome)];
            if (notes.Length > 0)
            {
                text.Append('\n').Append(heading).Append('\n').AppendJoin('\n', notes.Select(Line)).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>One sentence of figures.</summary>
    /// <param name="result">The import.</param>
    public static string Summary(ImportResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        int Count(ImportOutcome outcome) => result.Notes.Count(note => note.Outcome == outcome);
        return $"{result.JobsWritten} of {result.JobsFound} jobs are in the scripts: {result.JobsCarried} as they were, {result.JobsApproximated} approximated, {result.JobsInPart} in part; {Count(ImportOutcome.Carried)} settings are carried over, {Count(ImportOutcome.Approximated)} approximated, "
            + $"{Count(ImportOutcome.NeedsPerson)} need a person.";
    }

    private static string Line(ImportNote note) => $"{note.File}:{note.Line}:{note.Column}: {note.What}{(note.Text.Length == 0 ? "" : $": {note.Text}")}";
}
