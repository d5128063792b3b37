namespace PluginCi.Declarative;

/// <summary>One value of a YAML file.</summary>
/// <param name="at">Where it begins.</param>
internal abstract class Node(Place at)
{
    public Place At { get; } = at;

    /// <summary>How messages call it, for example <c>a list</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>How many values it has, itself and those below it, every alias counted as what it stands for.</summary>
    public abstract long Size { get; }
}
