using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using PluginCi.Plugins.Environments;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>The plugin's settings, with their defaults.</summary>
internal sealed partial record KubernetesSettings
{
    /// <summary>The kubeconfig; null for the one that <c>KUBECONFIG</c> names, or else the service account of the pod that the server is.</summary>
    public string? KubeConfig { get; init; }

    /// <summary>The context of the kubeconfig; null for its current one.</summary>
    public string? Context { get; init; }

    /// <summary>The namespace of builds.</summary>
    public string Namespace { get; init; } = "pluginci-builds";

    /// <summary>The namespace of builds of changes that nobody approved yet; null for the same one.</summary>
    public string? UnreviewedNamespace { get; init; }

    /// <summary>The image of jobs that name none; null when each must name one.</summary>
    public string? Image { get; init; }

    /// <summary>The image, with sh and perl, of the container that brings the network to builds; null for the image of the build itself.</summary>
    public string? RelayImage { get; init; }

    /// <summary>Where systems that builds declare are pushed to: a registry with the whole name of an image, without tag; null when no build may declare any.</summary>
    public string? Registry { get; init; }

    /// <summary>The same as nodes name it; null for the same name.</summary>
    public string? RegistryOfNodes { get; init; }

    /// <summary>The settings about systems that builds declare.</summary>
    public EnvironmentSettings Environments { get; init; } = new();

    /// <summary>The names of secrets that images are pulled with, in each namespace.</summary>
    public ImmutableArray<string> PullSecrets { get; init; } = [];

    public int Capacity { get; init; } = 50;

    /// <summary>What its nodes offer, for jobs that ask for it.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>What part of a job's CPUs its pod reserves on a node: the rest it has only while nobody else wants it.</summary>
    public double ReservedCpus { get; init; } = 0.5;

    /// <summary>Labels of the nodes that builds may run on.</summary>
    public ImmutableSortedDictionary<string, string> NodeSelector { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Taints of nodes that builds may run on all the same, each as Kubernetes writes a toleration.</summary>
    public ImmutableArray<JsonElement> Tolerations { get; init; } = [];

    /// <summary>The runtime class of pods, such as one of gVisor or Kata; null for the cluster's own.</summary>
    public string? RuntimeClass { get; init; }

    /// <summary>How long a build waits until its steps can run: for room, its image, its checkout.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a node may be silent before its builds count as lost.</summary>
    public TimeSpan NodePatience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long pods that nobody asks for are kept.</summary>
    public TimeSpan Kept { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Reads settings that the host has checked against the manifest's schema.</summary>
    public static KubernetesSettings Read(JsonElement settings)
    {
        var read = new KubernetesSettings();
        read = read with
        {
            KubeConfig = Text(settings, "kubeconfig"),
            Context = Text(settings, "context"),
            Namespace = Text(settings, "namespace") ?? read.Namespace,
            UnreviewedNamespace = Text(settings, "unreviewedNamespace"),
            Image = Text(settings, "image"),
            RelayImage = Text(settings, "relayImage"),
            Registry = Text(settings, "registry"),
            RegistryOfNodes = Text(settings, "registryOfNodes"),
            Environments = EnvironmentSettings.Read(settings, "kubernetes"),
            PullSecrets = [.. List(settings, "pullSecrets").Select(name => name.GetString()!)],
            Capacity = settings.TryGetProperty("capacity", out var capacity) ? capacity.GetInt32() : read.Capacity,
            Labels = [.. List(settings, "labels").Select(label => label.GetString()!)],
            ReservedCpus = settings.TryGetProperty("reservedCpus", out var reserved) ? reserved.GetDouble() : read.ReservedCpus,
            NodeSelector = settings.TryGetProperty("nodeSelector", out var nodes)
                ? nodes.EnumerateObject().ToImmutableSortedDictionary(label => label.Name, label => label.Value.GetString()!, StringComparer.Ordinal)
                : read.NodeSelector,
            Tolerations = [.. List(settings, "tolerations").Select(toleration => toleration.Clone())],
            RuntimeClass = Text(settings, "runtimeClass"),
            StartLimit = Minutes(settings, "startMinutes") ?? read.StartLimit,
            NodePatience = Minutes(settings, "nodeMinutes") ?? read.NodePatience,
            Kept = Minutes(settings, "keptMinutes") ?? read.Kept,
        };
        read.Check();
        return read;
    }

    private void Check()
    {
        foreach (var (name, value) in new[] { ("namespace", Namespace), ("unreviewedNamespace", UnreviewedNamespace ?? Namespace) })
        {
            if (!NamespaceName().IsMatch(value))
            {
                throw new ArgumentException($"The setting {name} of kubernetes is '{value}'; expected the name of a namespace: up to 63 small letters, digits and '-', for example pluginci-builds.");
            }
        }

        foreach (var (name, value) in new[] { ("registry", Registry), ("registryOfNodes", RegistryOfNodes) })
        {
            if (value is not null && !ImageName().IsMatch(value))
            {
                throw new ArgumentException($"The setting {name} of kubernetes is '{value}'; expected a registry and the name of an image there, without tag, for example registry.example.org/ci/systems.");
            }
        }

        if (KubeConfig is { } path && !Path.IsPathRooted(path))
        {
            throw new ArgumentException($"The setting kubeconfig of kubernetes is '{path}'; expected an absolute path. Write it from the root, for example /etc/pluginci/{path}.");
        }
    }

    private static string? Text(JsonElement settings, string name) => settings.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static JsonElement.ArrayEnumerator List(JsonElement settings, string name) => settings.TryGetProperty(name, out var value) ? value.EnumerateArray() : default;

    private static TimeSpan? Minutes(JsonElement settings, string name) => settings.TryGetProperty(name, out var value) ? TimeSpan.FromMinutes(value.GetDouble()) : null;

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$")]
    private static partial Regex NamespaceName();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+$")]
    private static partial Regex ImageName();
}
