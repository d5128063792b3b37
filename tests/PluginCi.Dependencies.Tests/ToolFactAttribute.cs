namespace PluginCi.Dependencies;

/// <summary>A test that runs nginx and a package manager, in a sandbox.</summary>
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(params string[] programs) => Skip = DependencyCache.FindObstacle() is { } obstacle ? $"On this machine {obstacle}"
        : programs.FirstOrDefault(program => !File.Exists(program)) is { } missing ? $"{missing} is not on this machine."
        : null;
}
