using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PluginCi.Plugins.Kubernetes;

/// <summary>Reads a kubeconfig. Source: kubernetes.io, "Organizing Cluster Access Using kubeconfig Files".</summary>
internal sealed class KubeConfig
{
    // Ways to say who we are that would mean to run programs of others, or that Kubernetes itself gave up.
    private static readonly string[] Unable = ["exec", "auth-provider", "username"];

    private readonly string _path;
    private readonly YamlMappingNode _root;

    private KubeConfig(string path, YamlMappingNode root) => (_path, _root) = (path, root);

    /// <summary>Reads the access of one context.</summary>
    /// <param name="path">The file.</param>
    /// <param name="context">The context; null for the current one.</param>
    /// <exception cref="ArgumentException">The file cannot be read or used; the message says what to do.</exception>
    public static ClusterAccess Read(string path, string? context)
    {
        try
        {
            using var reader = new StreamReader(path);
            var yaml = new YamlStream();
            yaml.Load(reader);
            var config = new KubeConfig(path, yaml.Documents is [{ RootNode: YamlMappingNode root }] ? root : throw new ArgumentException($"{path} is no kubeconfig: expected one YAML mapping."));
            return config.Read(context);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or YamlException or CryptographicException or FormatException)
        {
            throw new ArgumentException($"The kubeconfig {path} cannot be used: {exception.Message}", exception);
        }
    }

    private ClusterAccess Read(string? context)
    {
        var name = context ?? Text(_root, "current-context") ?? throw new ArgumentException($"The kubeconfig {_path} has no current-context; name one by the setting context of kubernetes.");
        var chosen = Named("contexts", "context", name);
        var cluster = Named("clusters", "cluster", Text(chosen, "cluster") ?? "");
        var user = Named("users", "user", Text(chosen, "user") ?? "");
        foreach (var unable in Unable.Where(key => user.Children.ContainsKey(key)))
        {
            throw new ArgumentException($"The kubeconfig {_path} has a user with '{unable}', which the kubernetes plugin cannot use; give it a token, a tokenFile or a client certificate, such as those of a service account.");
        }

        if (Text(cluster, "insecure-skip-tls-verify") == "true")
        {
            throw new ArgumentException($"The kubeconfig {_path} has a cluster with insecure-skip-tls-verify; give it certificate-authority-data instead: whoever answers for the API would see the builds and decide their results.");
        }

        return new ClusterAccess(new Uri(Text(cluster, "server") ?? throw new ArgumentException($"The kubeconfig {_path} has a cluster without a server.")))
        {
            Authorities = Pem(cluster, "certificate-authority") is { } pem ? ReadAuthorities(pem) : null,
            Client = Pem(user, "client-certificate") is { } certificate && Pem(user, "client-key") is { } key ? X509Certificate2.CreateFromPem(certificate, key) : null,
            Token = Text(user, "token"),
            TokenFile = Text(user, "tokenFile") is { } file ? Resolve(file) : null,
        };
    }

    private YamlMappingNode Named(string list, string kind, string name)
    {
        var all = _root.Children.TryGetValue(list, out var node) && node is YamlSequenceNode sequence ? sequence.OfType<YamlMappingNode>().ToArray() : [];
        return (all.FirstOrDefault(one => Text(one, "name") == name) is { } found ? Node(found, kind) as YamlMappingNode : null)
            ?? throw new ArgumentException($"The kubeconfig {_path} has no {kind} '{name}'. Known: {string.Join(", ", all.Select(one => Text(one, "name")))}.");
    }

    private string? Pem(YamlMappingNode node, string name) => Text(node, name + "-data") is { } data
        ? Encoding.UTF8.GetString(Convert.FromBase64String(data))
        : Text(node, name) is { } file ? File.ReadAllText(Resolve(file)) : null;

    // Paths are from the file's own folder, as kubectl takes them.
    private string Resolve(string file) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(_path))!, file);

    private static X509Certificate2Collection ReadAuthorities(string pem)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(pem);
        return authorities;
    }

    private static YamlNode? Node(YamlMappingNode node, string name) => node.Children.TryGetValue(name, out var found) ? found : null;

    private static string? Text(YamlMappingNode node, string name) => (Node(node, name) as YamlScalarNode)?.Value is { Length: > 0 } value ? value : null;
}
