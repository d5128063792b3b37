using System.Security.Cryptography.X509Certificates;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Where a cluster's API is and who we are there.</summary>
internal sealed record ClusterAccess(Uri Server)
{
    private const string ServiceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>The authorities that the API's certificate may be of; null for those of this machine.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Our certificate with its key, or null.</summary>
    public X509Certificate2? Client { get; init; }

    /// <summary>Our token, or null.</summary>
    public string? Token { get; init; }

    /// <summary>A file that holds our token, or null. It is read again for each call: such tokens are replaced while they are in use.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Our token now, or null.</summary>
    public string? CurrentToken => TokenFile is { } file ? File.ReadAllText(file).Trim() : Token;

    /// <summary>The access that the settings, the variable <c>KUBECONFIG</c> or the pod that we are in give, in this order.</summary>
    public static ClusterAccess Find(KubernetesSettings settings)
    {
        var path = settings.KubeConfig ?? Environment.GetEnvironmentVariable("KUBECONFIG");
        if (!string.IsNullOrEmpty(path))
        {
            return Kubernetes.KubeConfig.Read(path, settings.Context);
        }

        var (host, port) = (Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST"), Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT"));
        if (host is null || port is null || !File.Exists($"{ServiceAccount}/token"))
        {
            throw new ArgumentException(
                "The kubernetes plugin does not know its cluster: give its setting kubeconfig or the variable KUBECONFIG the path of a kubeconfig, or run the server in a pod with a service account.");
        }

        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile($"{ServiceAccount}/ca.crt");
        return new ClusterAccess(new Uri(host.Contains(':', StringComparison.Ordinal) ? $"https://[{host}]:{port}" : $"https://{host}:{port}"))
        {
            Authorities = authorities,
            TokenFile = $"{ServiceAccount}/token",
        };
    }
}
