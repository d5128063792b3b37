namespace PluginCi.Dependencies;

/// <summary>A test that runs nginx.</summary>
internal sealed class NginxFactAttribute : FactAttribute
{
    public NginxFactAttribute() => Skip = DependencyCache.FindObstacle() is { } obstacle ? $"On this machine {obstacle}" : null;
}
