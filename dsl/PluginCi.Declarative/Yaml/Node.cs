namespace PluginCi.Declarative;

/// <summary>One value of a YAML file.</summary>
/// <param name="at">Where it begins.</param>
internal abstract class Node(Place at)
{
    public Place At { get; } = at;

    /// <summary>The file that it stands in, as messages name it.</summary>
    public string File { get; init; } = "";

    /// <summary>A tag of the format that the file is of, such as <c>!reference</c>; null for none.</summary>
    public string? Tag { get; init; }

    /// <summary>How messages call it, for example <c>a list</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>How many values it has, itself and those below it, every alias counted as what it stands for.</summary>
    public abstract long Size { get; }
}
