using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>Parts of the cluster fail. Alone: what they do others would notice.</summary>
[CollectionDefinition(nameof(OutageTests), DisableParallelization = true)]
[Collection(nameof(OutageTests))]
public sealed class OutageTests
{
    [OwnClusterFact]
    public async Task A_build_on_a_node_that_falls_silent_is_lost()
    {
        await using var scene = new ClusterScene(settings => settings with { NodePatience = TimeSpan.Zero });
        var kubelet = LocalCluster.ProcessOf("kubelet");

        try
        {
            var (outcome, _) = await scene.RunAndAsync("echo up; sleep 1000", "up", () =>
            {
                // What the cluster itself does to a node that it has not heard of for 40 seconds.
                ToolImage.Run("kill", "-STOP", $"{kubelet}");
                ClusterScene.Cluster.Kubectl("taint", "node", "n1", "node.kubernetes.io/unreachable:NoExecute");
                return Task.CompletedTask;
            });
            Assert.Equal(BuildResult.Lost, outcome.Result);
            Assert.Contains("because its node did not answer any more", outcome.Message, StringComparison.Ordinal);
            Assert.Empty(scene.Leftovers);
        }
        finally
        {
            ToolImage.Run("kill", "-CONT", $"{kubelet}");
        }

        await scene.Builds.PassAsync("true");
    }

    [OwnClusterFact]
    public async Task A_build_has_its_proxy_again_when_the_api_is_back()
    {
        await using var scene = new ClusterScene();
        var site = new WaitingSite();
        await using var proxy = site.Open(Path.Combine(scene.Builds.Root, "proxy"));
        scene.Builds.ProxySocket = proxy.Path;
        var running = scene.Builds.RunAsync(scene.Builds.Job(WaitingSite.Asks) with { TimeLimit = TimeSpan.FromMinutes(2) });
        await site.WhenAsked.WaitAsync(scene.Subject.Deadline);

        await ClusterScene.Cluster.RestartApiAsync(() => { });

        var (outcome, output) = await running;
        Assert.True(outcome.Result == BuildResult.Success, $"{outcome.Message}\n{output.Text}");
        Assert.Equal(["cut", "hello"], output.Lines);
        Assert.Empty(scene.Leftovers);
    }

    [OwnClusterFact]
    public async Task Builds_go_on_when_the_api_is_back()
    {
        await using var scene = new ClusterScene();
        var output = new BuildTranscript();
        var outbox = scene.Builds.NewOutbox("made");
        var running = scene.Builds.RunAsync(scene.Builds.Job("seq 1000; echo up; sleep 4; echo it > made; echo done"), output: output, outbox: outbox);
        await output.LineAsync("up", scene.Subject.Deadline);
        Task<(BuildOutcome Outcome, BuildTranscript Output)> early = null!;

        await ClusterScene.Cluster.RestartApiAsync(() => early = scene.Builds.RunAsync("echo started in the dark"));

        var (outcome, _) = await running;
        Assert.Equal(BuildResult.Success, outcome.Result);
        Assert.Equal([.. Enumerable.Range(1, 1000).Select(number => $"{number}"), "up", "done"], output.Lines);
        Assert.Equal("it\n", await File.ReadAllTextAsync(Path.Combine(outbox.Folder, "made")));
        Assert.Equal(BuildResult.Success, (await early).Outcome.Result);
        Assert.Empty(scene.Leftovers);
    }
}
