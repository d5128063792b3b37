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

/// <summary>A test that needs power over the cluster's node, or knows its version and images.</summary>
public sealed class OwnClusterFactAttribute : FactAttribute
{
    public OwnClusterFactAttribute() => Skip = LocalCluster.ObstacleToPower;
}

/// <summary>The same for several.</summary>
public sealed class OwnClusterTheoryAttribute : TheoryAttribute
{
    public OwnClusterTheoryAttribute() => Skip = LocalCluster.ObstacleToPower;
}

/// <summary>A test that makes a system, and has the cluster's node pull it from a registry of this machine.</summary>
public sealed class RegistryFactAttribute : FactAttribute
{
    public RegistryFactAttribute() => Skip = LocalCluster.ObstacleToPower ?? ImageRegistry.Obstacle ?? (MakesSystemsFactAttribute.CanMake ? null : "This machine cannot make systems.");
}

/// <summary>One that also has the server's cache of dependencies.</summary>
public sealed class PackagesFactAttribute : FactAttribute
{
    public PackagesFactAttribute() => Skip = new RegistryFactAttribute().Skip ?? new NginxFactAttribute().Skip;
}

/// <summary>A test that runs the server itself in the cluster.</summary>
public sealed class ServerImagesFactAttribute : FactAttribute
{
    public ServerImagesFactAttribute() => Skip = LocalCluster.ObstacleToPower ?? ServerImages.Obstacle;
}
