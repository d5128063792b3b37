using System.Collections.Immutable;
using PluginCi.Declarative;

namespace PluginCi.Import;

/// <summary>Gathers what became of each thing that is read.</summary>
internal sealed class Notes
{
    private readonly HashSet<ImportNote> _all = [];
    private readonly HashSet<(string File, Place At)> _places = [];

    public void Carried(string file, Place at, string what) => Add(file, at, ImportOutcome.Carried, what, "");

    public void Approximated(string file, Place at, string what, string text) => Add(file, at, ImportOutcome.Approximated, what, text);

    public void NeedsPerson(string file, Place at, string what, string text) => Add(file, at, ImportOutcome.NeedsPerson, what, text);

    /// <summary>Whether something is said of this place already.</summary>
    public bool Has(string file, Place at) => _places.Contains((file, at));

    /// <summary>Takes in what was noted while something was read of which all is in the scripts.</summary>
    public void AddAll(Notes other)
    {
        foreach (var note in other._all)
        {
            Add(note.File, new Place(note.Line, note.Column), note.Outcome, note.What, note.Text);
        }
    }

    /// <summary>Takes in what was noted while something was read that is not in the scripts.</summary>
    /// <param name="other">The notes.</param>
    /// <param name="instead">What stands for it; null where nothing does, and the thing as a whole is told of.</param>
    public void AddReplaced(Notes other, string? instead)
    {
        foreach (var note in other._all.Where(note => instead is not null || note.Outcome == ImportOutcome.NeedsPerson))
        {
            Add(note.File, new Place(note.Line, note.Column), instead is null ? note.Outcome : ImportOutcome.Approximated, note.What, instead is null || note.Text.Length == 0 ? instead ?? note.Text : $"{note.Text}. {instead}");
        }
    }

    /// <summary>Each note once, in the order of files and lines.</summary>
    public ImmutableArray<ImportNote> InOrder() =>
        [.. _all.OrderBy(note => note.File, StringComparer.Ordinal).ThenBy(note => note.Line).ThenBy(note => note.Column).ThenBy(note => note.Outcome)];

    private void Add(string file, Place at, ImportOutcome outcome, string what, string text)
    {
        _places.Add((file, at));
        _all.Add(new ImportNote(file, at.Line, at.Column, outcome, what, text));
    }
}
