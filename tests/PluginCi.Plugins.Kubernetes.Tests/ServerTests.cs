using System.Text.Json;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>The server itself in a cluster, from its image and the manifests that people apply. Alone, as the node has not much room.</summary>
[Collection(nameof(OutageTests))]
public sealed class ServerTests
{
    // Two repositories and a change. They take pushes for review from the server's next start on.
    private const string Found = """
        set -e
        export HOME=/tmp GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.org GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.org
        mkdir -p /tmp/config /tmp/hello/.pipeline
        printf '#r "PluginCi.Dsl.dll"\nusing static PluginCi.Dsl.Ci;\n\nreturn Site(Repository("hello"));\n' > /tmp/config/site.csx
        printf '#r "PluginCi.Dsl.dll"\nusing static PluginCi.Dsl.Ci;\n\nreturn Project(Commit(Job("unit").Sh("echo it runs as $(id -u)")));\n' > /tmp/hello/.pipeline/pipeline.csx
        for project in config hello; do
            git init --quiet --bare --initial-branch=main /var/lib/pluginci/plugins/git/repositories/$project.git
            cd /tmp/$project
            git init --quiet --initial-branch=main
            git add --all
            git commit --quiet --message Start
            git push --quiet /var/lib/pluginci/plugins/git/repositories/$project.git HEAD:main
        done
        cd /tmp/hello
        git commit --quiet --allow-empty --message 'A change'
        kill -TERM 1
        """;

    private static LocalCluster Cluster => ClusterScene.Cluster;

    [ServerImagesFact]
    public void A_change_goes_through_a_server_that_runs_in_the_cluster_with_its_database()
    {
        ServerImages.Bring(Cluster);
        try
        {
            Kubectl("create", "secret", "generic", "pluginci-postgresql", "--from-literal=password=wJ3kq");
            Apply("postgresql.yaml", manifest => manifest[..manifest.IndexOf("  volumeClaimTemplates:", StringComparison.Ordinal)] + "        - name: data\n          emptyDir: {}\n---\n" + manifest[manifest.IndexOf("apiVersion: v1\nkind: Service", StringComparison.Ordinal)..]);
            Kubectl("rollout", "status", "statefulset/postgresql", "--timeout=2m");

            // The tests' cluster has neither volumes nor names, and no way from pods to the addresses of services.
            var database = Kubectl("get", "pod", "postgresql-0", "--output", "jsonpath={.status.podIP}");
            var api = new Uri(Kubectl("config", "view", "--minify", "--output", "jsonpath={.clusters[0].cluster.server}"));
            Apply("server.yaml", manifest => manifest
                .Replace("persistentVolumeClaim:\n            claimName: pluginci", "emptyDir: {}", StringComparison.Ordinal)
                .Replace("      enableServiceLinks: false\n", $"      enableServiceLinks: false\n      hostAliases: [{{ ip: {database}, hostnames: [postgresql] }}]\n", StringComparison.Ordinal)
                .Replace("          env:\n", $"          env:\n            - {{ name: KUBERNETES_SERVICE_HOST, value: {api.Host} }}\n            - {{ name: KUBERNETES_SERVICE_PORT, value: \"{api.Port}\" }}\n", StringComparison.Ordinal)
                .Replace("registry.example.org/ci/debian:12", LocalCluster.Image, StringComparison.Ordinal));
            Kubectl("rollout", "status", "deployment/pluginci", "--timeout=2m");

            InServer(Found);
            LocalCluster.WaitFor(() => Kubectl("get", "pods", "--selector", "app.kubernetes.io/name=pluginci", "--output", "jsonpath={.items[0].status.containerStatuses[0].restartCount} {.items[0].status.containerStatuses[0].ready}") == "1 true", "The server did not come back");
            InServer("cd /tmp/hello; HOME=/tmp git push --quiet --push-option approve /var/lib/pluginci/plugins/git/repositories/hello.git HEAD:refs/for/main");
            LocalCluster.WaitFor(() => Show() == "merged", "The change was not merged");

            Assert.Contains("it runs as 1", InServer("cat /var/lib/pluginci/logs/builds/*"), StringComparison.Ordinal);
        }
        finally
        {
            Kubectl("delete", "--ignore-not-found", "--now", "deployment/pluginci", "statefulset/postgresql", "secret/pluginci-postgresql", "configmap/pluginci", "service/pluginci", "service/postgresql", "networkpolicy/postgresql", "persistentvolumeclaim/pluginci");
        }
    }

    private static string Kubectl(params string[] arguments) => Cluster.Kubectl(["--namespace", "pluginci", .. arguments]);

    private static string InServer(string script) => Kubectl("exec", "deployment/pluginci", "--", "sh", "-c", script);

    private static string? Show()
    {
        var shown = InServer("pluginci change show 1 --json --server http://127.0.0.1:8080 || true");
        return shown.StartsWith('{') ? JsonSerializer.Deserialize<JsonElement>(shown).GetProperty("change").GetProperty("status").GetString() : null;
    }

    private static void Apply(string name, Func<string, string> change)
    {
        var file = Path.Combine(Cluster.Folder, name);
        File.WriteAllText(file, change(File.ReadAllText(SourceTree.PathTo("deploy", "kubernetes", name))));
        Cluster.Kubectl("apply", "--filename", file);
    }
}
