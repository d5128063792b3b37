using System.Collections.Immutable;
using PluginCi.Dsl;

namespace PluginCi.Pipelines;

/// <summary>A kind of project that has a recipe, for those who name it by a word and not by a script: <c>pluginci init</c> and the small form of <c>.pipeline/config.yaml</c>.</summary>
public sealed record ProjectType
{
    /// <summary>The word.</summary>
    public required string Name { get; init; }

    /// <summary>The recipe as a script calls it, without its parameters.</summary>
    public required string Call { get; init; }

    /// <summary>Files that tell that a folder is such a project: paths from its root, the last part with <c>*</c>. One of them is enough.</summary>
    public required ImmutableArray<string> Signs { get; init; }

    /// <summary>True when its signs count only where nothing else is recognised.</summary>
    public bool IsLastGuess { get; init; }

    /// <summary>Versions of the language with the release of Debian that has each, the oldest first. Empty where projects have none.</summary>
    public ImmutableArray<(string Version, string Release)> Versions { get; init; } = [];

    /// <summary>Makes the recipe for a release of Debian; it is declared at a file and a line.</summary>
    public required Func<string, string, int, Recipe> Make { get; init; }
}
