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

    /// <summary>Each note once, in the order of files and lines.</summary>
    public ImmutableArray<ImportNote> InOrder() =>
        [.. _all.OrderBy(note => note.File, StringComparer.Ordinal).ThenBy(note => note.Line).ThenBy(note => note.Column).ThenBy(note => note.Outcome)];

    private void Add(string file, Place at, ImportOutcome outcome, string what, string text)
    {
        _places.Add((file, at));
        _all.Add(new ImportNote(file, at.Line, at.Column, outcome, what, text));
    }
}
