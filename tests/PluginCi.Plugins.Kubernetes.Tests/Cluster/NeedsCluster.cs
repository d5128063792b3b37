namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>A test that is skipped, with the reason, where no cluster can run.</summary>
public sealed class ClusterFactAttribute : FactAttribute
{
    public ClusterFactAttribute() => Skip = LocalCluster.Obstacle;
}

/// <summary>Tests that are skipped, with the reason, where no cluster can run.</summary>
public sealed class ClusterTheoryAttribute : TheoryAttribute
{
    public ClusterTheoryAttribute() => Skip = LocalCluster.Obstacle;
}
