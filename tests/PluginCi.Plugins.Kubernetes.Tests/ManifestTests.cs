namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>The manifests that people apply. That those for builds give enough rights every other test shows: its account has no others.</summary>
public sealed class ManifestTests
{
    [ClusterTheory]
    [InlineData("builds.yaml")]
    [InlineData("postgresql.yaml")]
    [InlineData("server.yaml")]
    public void A_real_api_takes_it(string manifest) =>
        Assert.Contains("(server dry run)", ClusterScene.Cluster.Kubectl("apply", "--dry-run=server", "-f", SourceTree.PathTo("deploy", "kubernetes", manifest)), StringComparison.Ordinal);

    [ClusterTheory]
    [InlineData("create", "secrets", "no")]
    [InlineData("get", "secrets", "no")]
    [InlineData("create", "deployments.apps", "no")]
    [InlineData("create", "serviceaccounts/token", "no")]
    [InlineData("update", "pods", "no")]
    [InlineData("create", "pods", "yes")]
    public void The_account_may_do_what_it_must_and_no_more(string verb, string resource, string expected)
    {
        Assert.EndsWith(expected, ClusterScene.Cluster.KubectlOfPlugin("--namespace", LocalCluster.Namespace, "auth", "can-i", verb, resource), StringComparison.Ordinal);
    }
}
