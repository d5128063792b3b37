namespace PluginCi.Plugins.Kubernetes;

/// <summary>What all builds of a cluster share.</summary>
/// <param name="Api">The cluster's API.</param>
/// <param name="Settings">The plugin's settings.</param>
/// <param name="Server">Who we are there.</param>
/// <param name="Maker">Describes pods.</param>
/// <param name="Folder">A folder for archives that are sent.</param>
/// <param name="Clock">The clock.</param>
internal sealed record BuildCluster(ApiClient Api, KubernetesSettings Settings, ServerIdentity Server, PodMaker Maker, string Folder, TimeProvider Clock);
