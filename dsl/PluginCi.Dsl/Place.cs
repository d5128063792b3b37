namespace PluginCi.Dsl;

/// <summary>Where a script says something.</summary>
internal readonly record struct Place(string Path, int Line)
{
    public override string ToString() => $"{Path}({Line})";
}
