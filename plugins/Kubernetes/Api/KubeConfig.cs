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

    private readonly string _paths;
    private readonly (string Path, YamlMappingNode Root)[] _files;

    private KubeConfig(string paths, (string Path, YamlMappingNode Root)[] files) => (_paths, _files) = (paths, files);

    /// <summary>Reads the access of one context.</summary>
    /// <param name="paths">The file; or several, with <c>:</c> between them, of which those that are not there are left out and the first that says something counts.</param>
    /// <param name="context">The context; null for the current one.</param>
    /// <exception cref="ArgumentException">A file cannot be read or used; the message says what to do.</exception>
    public static ClusterAccess Read(string paths, string? context)
    {
        try
        {
            string[] all = [.. paths.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)];
            string[] there = all.Length > 1 && all.Where(File.Exists).ToArray() is { Length: > 0 } found ? found : all;
            return new KubeConfig(paths, [.. there.Select(path => (path, Load(path)))]).Read(context);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or YamlException or CryptographicException or FormatException)
        {
            throw new ArgumentException($"The kubeconfig {paths} cannot be used: {exception.Message}", exception);
        }
    }

    private static YamlMappingNode Load(string path)
    {
        using var reader = new StreamReader(path);
        var yaml = new YamlStream();
        yaml.Load(reader);
        return yaml.Documents is [{ RootNode: YamlMappingNode root }] ? root : throw new ArgumentException($"{path} is no kubeconfig: expected one YAML mapping.");
    }

    private ClusterAccess Read(string? context)
    {
        var name = context ?? _files.Select(file => Text(file.Root, "current-context")).FirstOrDefault(current => current is not null) ?? throw new ArgumentException($"The kubeconfig {_paths} has no current-context; name one by the setting context of kubernetes.");
        var (_, chosen) = Named("contexts", "context", name);
        var (clusterFile, cluster) = Named("clusters", "cluster", Text(chosen, "cluster") ?? "");
        var (userFile, user) = Named("users", "user", Text(chosen, "user") ?? "");
        foreach (var unable in Unable.Where(key => user.Children.ContainsKey(key)))
        {
            throw new ArgumentException($"The kubeconfig {_paths} has a user with '{unable}', which the kubernetes plugin cannot use; give it a token, a tokenFile or a client certificate, such as those of a service account.");
        }

        if (Text(cluster, "insecure-skip-tls-verify") == "true")
        {
            throw new ArgumentException($"The kubeconfig {_paths} has a cluster with insecure-skip-tls-verify; give it certificate-authority-data instead: whoever answers for the API would see the builds and decide their results.");
        }

        return new ClusterAccess(new Uri(Text(cluster, "server") ?? throw new ArgumentException($"The kubeconfig {_paths} has a cluster without a server.")))
        {
            Authorities = Pem(clusterFile, cluster, "certificate-authority") is { } pem ? ReadAuthorities(pem) : null,
            Client = Pem(userFile, user, "client-certificate") is { } certificate && Pem(userFile, user, "client-key") is { } key ? X509Certificate2.CreateFromPem(certificate, key) : null,
            Token = Text(user, "token"),
            TokenFile = Text(user, "tokenFile") is { } file ? Resolve(userFile, file) : null,
        };
    }

    private (string Path, YamlMappingNode Node) Named(string list, string kind, string name)
    {
        (string Path, YamlMappingNode Node)[] all =
        [
            .. _files.SelectMany(file => file.Root.Children.TryGetValue(list, out var node) && node is YamlSequenceNode sequence ? sequence.OfType<YamlMappingNode>().Select(one => (file.Path, one)) : []),
        ];
        foreach (var (path, one) in all.Where(one => Text(one.Node, "name") == name))
        {
            if (Node(one, kind) is YamlMappingNode found)
            {
                return (path, found);
            }
        }

        throw new ArgumentException($"The kubeconfig {_paths} has no {kind} '{name}'. Known: {string.Join(", ", all.Select(one => Text(one.Node, "name")))}.");
    }

    private static string? Pem(string path, YamlMappingNode node, string name) => Text(node, name + "-data") is { } data
        ? Encoding.UTF8.GetString(Convert.FromBase64String(data))
        : Text(node, name) is { } file ? File.ReadAllText(Resolve(path, file)) : null;

    // Paths are from the file's own folder, as kubectl takes them.
    private static string Resolve(string path, string file) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, file);

    private static X509Certificate2Collection ReadAuthorities(string pem)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(pem);
        return authorities;
    }

    private static YamlNode? Node(YamlMappingNode node, string name) => node.Children.TryGetValue(name, out var found) ? found : null;

    private static string? Text(YamlMappingNode node, string name) => (Node(node, name) as YamlScalarNode)?.Value is { Length: > 0 } value ? value : null;
}
