namespace PluginCi.Architecture;

/// <summary>A test that reads the table of all behaviours, which lies beside the repository and is no part of it.</summary>
internal sealed class YardstickFactAttribute : FactAttribute
{
    public YardstickFactAttribute()
    {
        if (!File.Exists(Page))
        {
            Skip = "The table of behaviours, ../shared/design/zuul-scenarios.md, is not beside this checkout.";
        }
    }

    public static string Page => Path.GetFullPath(SourceTree.PathTo("..", "shared", "design", "zuul-scenarios.md"));
}
