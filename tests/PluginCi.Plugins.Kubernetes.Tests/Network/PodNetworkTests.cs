using System.Collections.Immutable;
using PluginCi.Dependencies;
using PluginCi.Dsl;
using PluginCi.Egress;
using PluginCi.Model;
using PluginCi.Plugin.Conformance;
using PluginCi.Scheduler;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>The way from pods to their proxies, besides the contract.</summary>
[Collection(nameof(NodeRegistry))]
public sealed class PodNetworkTests
{
    [ClusterFact]
    public async Task A_relay_has_no_rights_and_an_account_of_its_own_and_is_there_only_for_a_build_with_a_proxy()
    {
        await using var scene = new ClusterScene(settings => settings with { RelayImage = LocalCluster.Image });
        var site = new WaitingSite();
        await using var proxy = site.Open(Path.Combine(scene.Builds.Root, "proxy"));
        var maker = new PodMaker(scene.Settings, ServerIdentity.Of(scene.Data));
        var request = scene.Builds.NewRequest(scene.Builds.Job("true"));
        var image = new ContainerImage("steps:1", null);
        var without = JsonOf(maker.Make(request, new BuildImages(image, [], image)));
        using var cancel = new CancellationTokenSource();
        scene.Builds.ProxySocket = proxy.Path;
        var running = scene.Builds.RunAsync(scene.Builds.Job(WaitingSite.Asks), cancellationToken: cancel.Token);
        await site.WhenAsked.WaitAsync(scene.Subject.Deadline);

        var spec = scene.ReadPod().GetProperty("spec");
        var relay = spec.GetProperty("containers").EnumerateArray().Single(one => one.GetProperty("name").GetString() == PodMaker.Relay);
        await cancel.CancelAsync();
        Assert.Equal(BuildResult.Cancelled, (await running).Outcome.Result);

        Assert.DoesNotContain("\"relay\"", without, StringComparison.Ordinal);
        var security = relay.GetProperty("securityContext");
        Assert.False(security.GetProperty("allowPrivilegeEscalation").GetBoolean());
        Assert.True(security.GetProperty("readOnlyRootFilesystem").GetBoolean());
        Assert.Equal("ALL", security.GetProperty("capabilities").GetProperty("drop")[0].GetString());
        Assert.NotEqual(spec.GetProperty("securityContext").GetProperty("runAsUser").GetInt32(), security.GetProperty("runAsUser").GetInt32());
        Assert.False(relay.TryGetProperty("ports", out _));
        Assert.DoesNotContain(proxy.Path, spec.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(scene.Leftovers);
    }

    [OwnClusterFact]
    public async Task An_image_that_brings_no_network_is_told()
    {
        await using var scene = new ClusterScene(settings => settings with { RelayImage = "localhost/pause:1" });
        var site = new WaitingSite();
        await using var proxy = site.Open(Path.Combine(scene.Builds.Root, "proxy"));
        scene.Builds.ProxySocket = proxy.Path;

        var (outcome, output) = await scene.Builds.RunAsync("echo never");

        Assert.Equal(BuildResult.Failure, outcome.Result);
        Assert.StartsWith("The image localhost/pause:1 has no sh or no perl, which bring the network to the build (", outcome.Message, StringComparison.Ordinal);
        Assert.Empty(output.Lines);
        Assert.Empty(scene.Leftovers);
    }

    [ClusterFact]
    public async Task A_build_that_uses_its_proxy_goes_on_when_its_server_is_killed_and_the_next_one_joins_it()
    {
        await using var scene = new ClusterScene();
        var workspace = scene.Builds.NewWorkspace();
        await Program.RunUntilKilledAsync(scene, "killed-2", workspace, WaitingSite.Asks, "asked");
        await using var proxy = new WaitingSite().Open(Path.Combine(scene.Builds.Root, "proxy"));

        var request = Program.RequestOf("killed-2", workspace, WaitingSite.Asks) with { ProxySocket = proxy.Path };
        var (outcome, output) = await scene.Builds.EndAsync(new BuildTranscript(), told => scene.Executor.RunAsync(request, told, CancellationToken.None));

        Assert.True(outcome.Result == BuildResult.Success, $"{outcome.Message}\n{output.Text}");
        Assert.Equal(["cut", "hello"], output.Lines);
        Assert.Empty(scene.Leftovers);
    }

    [PackagesFact]
    public async Task Pip_installs_by_hash_through_the_cache_of_the_server()
    {
        using var upstream = new Upstream();
        var wheel = Packages.Zip(
            ("pci_demo.py", "print('hello')"),
            ("pci_demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: pci-demo\nVersion: 1.0\n"),
            ("pci_demo-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
            ("pci_demo-1.0.dist-info/RECORD", ""));
        upstream.Put("/simple/pci-demo/", $"""<html><body><a href="{upstream.Address}packages/pci_demo-1.0-py3-none-any.whl#sha256={Packages.Sha256(wheel)}">pci_demo-1.0-py3-none-any.whl</a></body></html>""", "Content-Type: text/html");
        upstream.Put("/packages/pci_demo-1.0-py3-none-any.whl", wheel);
        using var registry = await ImageRegistry.StartAsync();
        await using var node = NodeRegistry.Open(registry);
        await using var scene = new ClusterScene(settings => SystemTests.With(settings, registry, node));
        using var builds = new ExecutorScene(scene.Subject with { Deadline = TimeSpan.FromMinutes(5) });
        using var cache = new DependencyCache(new DependencyCacheOptions { Folder = Directory.CreateDirectory(Path.Combine(builds.Root, "deps")).FullName, Sockets = builds.Root, Warn = _ => { } });
        ImmutableArray<RegistryPlan> registries = [new("pypi", $"{upstream.Address}simple/")];
        var dependencies = cache.For(registries, registries, _ => { });
        var proxy = EgressProxy.Start(Path.Combine(builds.Root, "proxy"), new EgressRules([], []) { Site = dependencies }, _ => { }, null, TimeProvider.System);
        await using var network = new BuildNetwork(proxy, registries, dependencies, new BuildTranscript());
        var workspace = builds.NewWorkspace();
        await File.WriteAllTextAsync(Path.Combine(workspace, "requirements.txt"), $"pci-demo==1.0 --hash=sha256:{Packages.Sha256(wheel)}\n");
        var job = builds.Job("python3 -m pip install --no-cache-dir --require-hashes --target /tmp/t -r requirements.txt && PYTHONPATH=/tmp/t python3 -m pci_demo") with
        {
            RunsIn = Ci.Job("unit").On(Ci.Debian("bookworm").Apt("python3-pip")).Plan.RunsIn,
            Limits = new ResourceLimits { MemoryBytes = 1L << 30, DiskBytes = 512L << 20 },
        };
        var request = network.AddTo(builds.NewRequest(job, workspace), $"{workspace},caches");

        var (outcome, output) = await builds.EndAsync(new BuildTranscript(), told => scene.Executor.RunAsync(request, told, CancellationToken.None));

        Assert.True(outcome.Result == BuildResult.Success, $"{outcome.Message}\n{output.Text}");
        Assert.Equal("hello", output.Lines[^1]);
        Assert.Equal("== dependencies: 0 from the cache, 2 fetched", dependencies.Summary);
        Assert.Empty(scene.Leftovers);
    }

    private static string JsonOf(byte[] pod) => System.Text.Encoding.UTF8.GetString(pod);
}
