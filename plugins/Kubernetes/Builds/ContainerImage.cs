using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>What a container is made of.</summary>
/// <param name="Name">The image as nodes pull it.</param>
/// <param name="Root">The system that we made it of, or null when it is somebody else's.</param>
internal sealed record ContainerImage(string Name, SystemRoot? Root);
