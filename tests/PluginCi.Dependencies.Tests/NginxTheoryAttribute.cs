namespace PluginCi.Dependencies;

/// <summary>A theory that runs nginx.</summary>
internal sealed class NginxTheoryAttribute : TheoryAttribute
{
    public NginxTheoryAttribute() => Skip = DependencyCache.FindObstacle() is { } obstacle ? $"On this machine {obstacle}" : null;
}
