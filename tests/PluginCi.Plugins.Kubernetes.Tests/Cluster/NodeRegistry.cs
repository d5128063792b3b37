using System.Diagnostics;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>A registry of this machine as the node of the cluster reaches it, which has a network of its own: under another name, with a secret.</summary>
internal sealed class NodeRegistry : IAsyncDisposable
{
    public const string Secret = "registry-of-tests";

    private readonly Process[] _relays;

    private NodeRegistry(Process[] relays) => _relays = relays;

    public string Address { get; } = "127.0.0.1:5003";

    public static NodeRegistry Open(ImageRegistry registry)
    {
        var socket = Path.Combine(registry.Folder, "socket");
        var here = Process.Start("socat", [$"UNIX-LISTEN:{socket},fork", $"TCP:{registry.Address}"]);
        var node = new NodeRegistry([here, ClusterScene.Cluster.Enter("socat", "TCP-LISTEN:5003,bind=127.0.0.1,fork,reuseaddr", $"UNIX-CONNECT:{socket}")]);
        var config = Path.Combine(registry.Folder, "node.json");
        File.WriteAllText(config, File.ReadAllText(registry.AuthFile).Replace(registry.Address, node.Address, StringComparison.Ordinal));
        ClusterScene.Cluster.Kubectl("--namespace", LocalCluster.Namespace, "delete", "secret", Secret, "--ignore-not-found");
        ClusterScene.Cluster.Kubectl("--namespace", LocalCluster.Namespace, "create", "secret", "generic", Secret, "--type", "kubernetes.io/dockerconfigjson", "--from-file", $".dockerconfigjson={config}");
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        ClusterScene.Cluster.Kubectl("--namespace", LocalCluster.Namespace, "delete", "secret", Secret);
        foreach (var relay in _relays)
        {
            relay.Kill(entireProcessTree: true);
            await relay.WaitForExitAsync();
            relay.Dispose();
        }
    }
}
