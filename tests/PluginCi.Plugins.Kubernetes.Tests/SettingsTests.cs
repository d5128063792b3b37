using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using PluginCi.Model;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>Settings, kubeconfigs and jobs that cannot be.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-kubeconfig-").FullName;

    [Theory]
    [InlineData("""{ "namespace": "No Name" }""", "The setting namespace of kubernetes is 'No Name'; expected the name of a namespace")]
    [InlineData("""{ "unreviewedNamespace": "-x" }""", "The setting unreviewedNamespace of kubernetes is '-x'")]
    [InlineData("""{ "kubeconfig": "kube.conf" }""", "The setting kubeconfig of kubernetes is 'kube.conf'; expected an absolute path")]
    public void Settings_that_cannot_be_are_refused(string settings, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => KubernetesSettings.Read(JsonSerializer.Deserialize<JsonElement>(settings))).Message, StringComparison.Ordinal);

    [Fact]
    public void Settings_are_read()
    {
        var settings = KubernetesSettings.Read(JsonSerializer.Deserialize<JsonElement>(
            """{ "image": "ci:1", "namespace": "ci", "capacity": 7, "reservedCpus": 0.25, "nodeSelector": { "disk": "fast" }, "tolerations": [{ "key": "ci", "operator": "Exists" }], "pullSecrets": ["registry"], "startMinutes": 0.5, "keptMinutes": 5 }"""));

        Assert.Equal(("ci:1", "ci", 7, 0.25, "fast"), (settings.Image, settings.Namespace, settings.Capacity, settings.ReservedCpus, settings.NodeSelector["disk"]));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), "registry", 1), (settings.StartLimit, settings.Kept, settings.PullSecrets[0], settings.Tolerations.Length));
    }

    [Fact]
    public void A_kubeconfig_is_read_with_files_beside_it_and_a_token_that_changes()
    {
        File.WriteAllText(Path.Combine(_folder, "token"), "one\n");
        var access = KubeConfig.Read(Write("users: [{ name: u, user: { tokenFile: token } }]"), null);

        Assert.Equal(("https://k8s.example.org:6443/", "one"), (access.Server.ToString(), access.CurrentToken));
        File.WriteAllText(Path.Combine(_folder, "token"), "two");
        Assert.Equal("two", access.CurrentToken);
    }

    [Fact]
    public void Several_kubeconfigs_are_read_as_kubectl_does()
    {
        var (one, two) = (Path.Combine(_folder, "one.conf"), Directory.CreateDirectory(Path.Combine(_folder, "below")).FullName + "/two.conf");
        File.WriteAllText(one, "contexts: [{ name: x, context: { cluster: c, user: u } }]\nusers: [{ name: u, user: { token: first } }]\n");
        File.WriteAllText(two, "current-context: x\ncontexts: [{ name: x, context: { cluster: other, user: other } }]\nclusters: [{ name: c, cluster: { server: 'https://two.example.org', certificate-authority: ca.crt } }]\nusers: [{ name: u, user: { token: second } }]\n");
        File.WriteAllText(Path.Combine(_folder, "below", "ca.crt"), "");

        var access = KubeConfig.Read($"{one}:{Path.Combine(_folder, "missing.conf")}:{two}", null);

        Assert.Equal(("https://two.example.org/", "first"), (access.Server.ToString(), access.CurrentToken));
        Assert.Contains("cannot be used: Could not find file", Assert.Throws<ArgumentException>(() => KubeConfig.Read(Path.Combine(_folder, "missing.conf"), null)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("users: [{ name: u, user: { exec: { command: aws } } }]", "a user with 'exec', which the kubernetes plugin cannot use; give it a token")]
    [InlineData("users: [{ name: other, user: {} }]", "has no user 'u'. Known: other.")]
    [InlineData("users: [", "cannot be used:")]
    public void A_kubeconfig_that_cannot_be_used_is_refused(string users, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => KubeConfig.Read(Write(users), null)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_context_that_is_not_there_is_named_with_those_that_are() =>
        Assert.Contains("has no context 'b'. Known: x.", Assert.Throws<ArgumentException>(() => KubeConfig.Read(Write("users: []"), "b")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(null, null, true, "has no registry for the images of systems")]
    [InlineData(null, "registry.example.org/ci/systems", true, null)]
    [InlineData(null, "registry.example.org/ci/systems", false, "has no image for jobs that name none")]
    [InlineData("ci:1", null, false, null)]
    public async Task Jobs_run_where_there_is_an_image_for_them(string? image, string? registry, bool declares, string? obstacle)
    {
        var settings = new KubernetesSettings { Image = image, Registry = registry };
        await using var executor = new KubernetesExecutor(settings, new ClusterAccess(new Uri("https://localhost:1")), _folder, TimeProvider.System, NullLogger.Instance);

        var found = executor.FindObstacle(new JobPlan { Name = "unit", Steps = [new ShellStep("true")], RunsIn = declares ? new DebianPlan("bookworm", []) : null });

        Assert.Equal(obstacle is null, found is null);
        Assert.Contains(obstacle ?? "", found ?? "", StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string users)
    {
        var path = Path.Combine(_folder, "kube.conf");
        File.WriteAllText(path, $"current-context: x\ncontexts: [{{ name: x, context: {{ cluster: c, user: u }} }}]\nclusters: [{{ name: c, cluster: {{ server: 'https://k8s.example.org:6443' }} }}]\n{users}\n");
        return path;
    }
}
