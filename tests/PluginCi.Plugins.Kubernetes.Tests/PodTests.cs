using System.Diagnostics;
using System.Text.Json;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Kubernetes.Tests;

/// <summary>What pods do besides the contract.</summary>
public sealed class PodTests
{
    [OwnClusterFact]
    public async Task A_pod_has_no_rights_no_network_and_the_limits_of_its_job()
    {
        await using var scene = new ClusterScene(settings => settings with { NodeSelector = settings.NodeSelector.Add("kubernetes.io/hostname", "n1") });

        var (outcome, output) = await scene.RunAndAsync(
            "env | grep -c KUBERNETES || true; ls /var/run/secrets 2> /dev/null || true; cat /proc/1/environ /proc/1/mem > /dev/null 2>&1 || echo hidden; grep Seccomp: /proc/self/status | tr -d '\\t'; echo up; until [ -e /tmp/go ]; do sleep 0.1; done",
            "up",
            () =>
            {
                var pod = scene.ReadPod();
                var spec = pod.GetProperty("spec");
                Assert.False(spec.GetProperty("automountServiceAccountToken").GetBoolean());
                Assert.False(spec.GetProperty("enableServiceLinks").GetBoolean());
                Assert.Equal("n1", spec.GetProperty("nodeSelector").GetProperty("kubernetes.io/hostname").GetString());
                Assert.Contains(spec.GetProperty("tolerations").EnumerateArray(), one => one.GetProperty("key").GetString() == "node.kubernetes.io/unreachable" && one.GetProperty("tolerationSeconds").GetInt32() == 60);
                Assert.True(spec.GetProperty("activeDeadlineSeconds").GetInt32() > 120);
                Assert.True(spec.GetProperty("securityContext").GetProperty("runAsNonRoot").GetBoolean());
                foreach (var container in spec.GetProperty("containers").EnumerateArray())
                {
                    var security = container.GetProperty("securityContext");
                    Assert.False(security.GetProperty("allowPrivilegeEscalation").GetBoolean());
                    Assert.True(security.GetProperty("readOnlyRootFilesystem").GetBoolean());
                    Assert.Equal("ALL", security.GetProperty("capabilities").GetProperty("drop")[0].GetString());
                }

                var steps = spec.GetProperty("containers")[1].GetProperty("resources");
                Assert.Equal("134217728", steps.GetProperty("limits").GetProperty("memory").GetString());
                Assert.Equal("2", steps.GetProperty("limits").GetProperty("cpu").GetString());
                Assert.Equal("20m", steps.GetProperty("requests").GetProperty("cpu").GetString());
                Assert.Equal("pluginci", pod.GetProperty("metadata").GetProperty("managedFields")[0].GetProperty("manager").GetString());
                Assert.StartsWith("queue-", pod.GetProperty("metadata").GetProperty("annotations").GetProperty("pluginci.build").GetString(), StringComparison.Ordinal);
                Assert.DoesNotContain("it's $HOME", pod.GetRawText(), StringComparison.Ordinal);
                scene.Kubectl("exec", scene.Pod, "--container", "steps", "--", "touch", "/tmp/go");
                return Task.CompletedTask;
            });

        Assert.Equal(BuildResult.Success, outcome.Result);
        Assert.Equal(["0", "hidden", "Seccomp:2", "up"], output.Lines);
        var policy = JsonSerializer.Deserialize<JsonElement>(scene.Kubectl("get", "networkpolicy", "pluginci-builds", "--output", "json")).GetProperty("spec");
        Assert.Equal("pluginci-build", policy.GetProperty("podSelector").GetProperty("matchLabels").GetProperty("app.kubernetes.io/component").GetString());
        Assert.Equal(2, policy.GetProperty("policyTypes").GetArrayLength());
        Assert.False(policy.TryGetProperty("egress", out _) || policy.TryGetProperty("ingress", out _));
    }

    [ClusterFact]
    public async Task Builds_of_changes_that_nobody_approved_run_in_a_namespace_of_their_own()
    {
        await using var scene = new ClusterScene(settings => settings with { UnreviewedNamespace = LocalCluster.Unreviewed });
        var output = new BuildTranscript();
        using var cancel = new CancellationTokenSource();
        var running = scene.Builds.RunAsync(scene.Builds.Job("echo up; sleep 1000"), output: output, cancellationToken: cancel.Token);
        await output.LineAsync("up", scene.Subject.Deadline);

        Assert.Empty(scene.Leftovers);
        Assert.Contains("build-", ClusterScene.Cluster.Kubectl("get", "pods", "--namespace", LocalCluster.Unreviewed), StringComparison.Ordinal);

        await cancel.CancelAsync();
        Assert.Equal(BuildResult.Cancelled, (await running).Outcome.Result);
        var reviewed = await scene.Builds.EndAsync(new BuildTranscript(), told => scene.Executor.RunAsync(scene.Builds.NewRequest(scene.Builds.Job("true")) with { IsReviewed = true }, told, CancellationToken.None));
        Assert.Equal(BuildResult.Success, reviewed.Outcome.Result);
    }

    [OwnClusterTheory]
    [InlineData("localhost/NO:1", BuildResult.Failure, "There is no image localhost/NO:1, or the cluster may not have it; correct its name")]
    [InlineData("127.0.0.1:5000/nowhere:1", BuildResult.Failure, "There is no image 127.0.0.1:5000/nowhere:1, or the cluster may not have it; correct its name")]
    [InlineData("127.0.0.1:5001/nowhere:1", BuildResult.Lost, "The build did not start within 3 seconds: the image 127.0.0.1:5001/nowhere:1 could not be pulled")]
    public async Task An_image_that_is_nowhere_is_named(string image, BuildResult result, string expected)
    {
        // A registry that has nothing.
        using var registry = ClusterScene.Cluster.Enter("python3", "-m", "http.server", "5000", "--bind", "127.0.0.1", "--directory", "/var/empty");
        await using var scene = new ClusterScene(settings => settings with { Image = image, StartLimit = TimeSpan.FromSeconds(result == BuildResult.Lost ? 3 : 60) });

        var (outcome, _) = await scene.Builds.RunAsync("true");

        registry.Kill(entireProcessTree: true);
        Assert.Equal(result, outcome.Result);
        Assert.StartsWith(expected, outcome.Message, StringComparison.Ordinal);
        Assert.Empty(scene.Leftovers);
    }

    [OwnClusterFact]
    public async Task A_job_may_name_its_image_and_must_where_there_is_no_other()
    {
        await using var scene = new ClusterScene(settings => settings with { Image = null });

        Assert.Equal(
            "Executor 'kubernetes' has no image for jobs that name none; write .On(Image(…)), or set plugins.settings.kubernetes.image.", scene.Executor.FindObstacle(scene.Builds.Job("true")));
        Assert.Equal(
            "Executor 'kubernetes' has no registry for the images of systems, and the job wants Debian bookworm with jq; name one by plugins.settings.kubernetes.registry, write .On(Image(…)), or use the plugin sandbox.",
            scene.Executor.FindObstacle(scene.Builds.Job("true") with { RunsIn = new DebianPlan("bookworm", ["jq"]) }));
        var (outcome, output) = await scene.Builds.RunAsync(scene.Builds.Job("echo $FROM_IMAGE") with { RunsIn = new ImagePlan(LocalCluster.Image) });
        Assert.Equal(BuildResult.Success, outcome.Result);
        Assert.Equal(["yes"], output.Lines);
    }

    [OwnClusterFact]
    public async Task An_image_without_a_shell_is_told()
    {
        await using var scene = new ClusterScene(settings => settings with { Image = "localhost/pause:1" });

        var (outcome, _) = await scene.Builds.RunAsync("true");

        Assert.Equal(BuildResult.Failure, outcome.Result);
        Assert.StartsWith("The image localhost/pause:1 does not start (", outcome.Message, StringComparison.Ordinal);
        Assert.Contains("needs an image with /bin/sh", outcome.Message, StringComparison.Ordinal);
    }

    [OwnClusterFact]
    public async Task A_build_that_no_node_has_room_for_is_lost_after_a_while()
    {
        await using var scene = new ClusterScene(settings => settings with { NodeSelector = settings.NodeSelector.Add("disk", "fast"), StartLimit = TimeSpan.FromSeconds(3) });

        var (outcome, _) = await scene.Builds.RunAsync("true");

        Assert.Equal(BuildResult.Lost, outcome.Result);
        Assert.Equal("The build did not start within 3 seconds: no node has room for it: 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity.", outcome.Message);
        Assert.Empty(scene.Leftovers);
    }

    [ClusterFact]
    public async Task A_build_waits_while_a_quota_leaves_no_room_and_is_lost_when_it_never_does()
    {
        var space = ClusterScene.Cluster.NewNamespace($"quota-{Environment.ProcessId}");
        ClusterScene.Cluster.Kubectl("create", "quota", "two", "--namespace", space, "--hard", "pods=1");
        await using var scene = new ClusterScene(settings => settings with { Namespace = space, UnreviewedNamespace = space, StartLimit = TimeSpan.FromMinutes(5) });
        await using var impatient = new ClusterScene(settings => settings with { Namespace = space, UnreviewedNamespace = space, StartLimit = TimeSpan.FromSeconds(2) });
        using var cancel = new CancellationTokenSource();
        var output = new BuildTranscript();
        var first = scene.Builds.RunAsync(scene.Builds.Job("echo up; sleep 1000"), output: output, cancellationToken: cancel.Token);
        await output.LineAsync("up", scene.Subject.Deadline);

        var (lost, _) = await impatient.Builds.RunAsync("true");
        var second = scene.Builds.RunAsync("true");
        await cancel.CancelAsync();

        Assert.Equal(BuildResult.Cancelled, (await first).Outcome.Result);
        Assert.Equal(BuildResult.Success, (await second).Outcome.Result);
        Assert.Equal(BuildResult.Lost, lost.Result);
        Assert.Matches("^The build did not start within 2 seconds: a quota of the cluster leaves no room: pods \"build-.*\" is forbidden: exceeded quota: two, requested: pods=1, used: pods=1, limited: pods=1$", lost.Message);
    }

    [ClusterFact]
    public async Task A_build_that_fills_its_disk_with_many_files_is_evicted_and_told()
    {
        await using var scene = new ClusterScene();

        var (outcome, _) = await scene.Builds.RunAsync("for n in 1 2 3; do head -c 20000000 /dev/zero > $n; done; sleep 1000");

        Assert.Equal(BuildResult.LimitExceeded, outcome.Result);
        Assert.Contains("33554432 bytes", outcome.Message, StringComparison.Ordinal);
        Assert.Empty(scene.Leftovers);
    }

    [ClusterFact]
    public async Task A_pod_that_somebody_deletes_is_lost()
    {
        await using var scene = new ClusterScene();

        var (outcome, _) = await scene.RunAndAsync("echo up; sleep 1000", "up", () => Task.FromResult(scene.Kubectl("delete", "pod", scene.Pod, "--wait=false")));

        Assert.Equal(BuildResult.Lost, outcome.Result);
        Assert.StartsWith("The build's pod was deleted while it ran", outcome.Message, StringComparison.Ordinal);
        Assert.Empty(scene.Leftovers);
    }

    [ClusterFact]
    public async Task Without_rights_it_is_said_what_to_do()
    {
        await using var scene = new ClusterScene(settings => settings with { Namespace = "kube-system", UnreviewedNamespace = null });

        var thrown = await Assert.ThrowsAsync<OutsideException>(() => scene.Builds.RunAsync("true"));

        Assert.Contains("does not let the plugin prepare builds in namespace kube-system", thrown.Message, StringComparison.Ordinal);
        Assert.EndsWith("Apply deploy/kubernetes/builds.yaml.", thrown.Message, StringComparison.Ordinal);
        Assert.False(thrown.IsTransient);
    }

    [ClusterFact]
    public async Task A_build_goes_on_when_its_server_is_killed_and_the_next_one_joins_it()
    {
        await using var scene = new ClusterScene();
        var workspace = scene.Builds.NewWorkspace();
        const string Command = "echo run >> runs; echo up; until [ -e /tmp/go ]; do sleep 0.1; done; wc -l < runs";
        await Program.RunUntilKilledAsync(scene, "killed-1", workspace, Command, "up");

        var output = new BuildTranscript();
        var joined = scene.Builds.EndAsync(output, told => scene.Executor.RunAsync(Program.RequestOf("killed-1", workspace, Command), told, CancellationToken.None));
        await output.LineAsync("up", scene.Subject.Deadline);
        scene.Kubectl("exec", scene.Pod, "--container", "steps", "--", "touch", "/tmp/go");

        Assert.Equal(BuildResult.Success, (await joined).Outcome.Result);
        Assert.Equal(["up", "1"], output.Lines);
        Assert.Empty(scene.Leftovers);
    }

    [ClusterFact]
    public async Task A_build_that_is_joined_is_not_asked_whether_it_could_be_started_now()
    {
        await using var scene = new ClusterScene();
        await using var changed = new KubernetesExecutor(scene.Settings with { Image = null }, ClusterAccess.Find(scene.Settings), scene.Data, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        var request = scene.Builds.NewRequest(scene.Builds.Job("echo up; until [ -e /tmp/go ]; do sleep 0.1; done"));
        using var letGo = new CancellationTokenSource();
        var output = new BuildTranscript();
        var first = scene.Builds.EndAsync(output, told => scene.Executor.RunLastingAsync(request, told, letGo.Token, CancellationToken.None));
        await output.LineAsync("up", scene.Subject.Deadline);
        await letGo.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        scene.Kubectl("exec", scene.Pod, "--container", "steps", "--", "touch", "/tmp/go");

        var (outcome, _) = await scene.Builds.EndAsync(new BuildTranscript(), told => changed.RunAsync(request, told, CancellationToken.None));
        var (refused, _) = await scene.Builds.EndAsync(new BuildTranscript(), told => changed.RunAsync(scene.Builds.NewRequest(scene.Builds.Job("true")), told, CancellationToken.None));

        Assert.True(outcome.Result == BuildResult.Success, outcome.Message);
        Assert.Equal((BuildResult.Failure, changed.FindObstacle(scene.Builds.Job("true"))), (refused.Result, refused.Message));
        Assert.Empty(scene.Leftovers);
    }

    [OwnClusterFact]
    public async Task A_build_whose_log_was_begun_anew_while_nobody_read_it_passes_and_hands_back()
    {
        await using var scene = new ClusterScene();
        var outbox = scene.Builds.NewOutbox("made");
        var request = scene.Builds.NewRequest(scene.Builds.Job("echo up; until [ -e /tmp/go ]; do sleep 0.1; done; seq 2000000; until [ -e /tmp/end ]; do sleep 0.1; done; echo it > made; echo last"), outbox: outbox);
        var output = new BuildTranscript();
        using (var letGo = new CancellationTokenSource())
        {
            var left = scene.Builds.EndAsync(output, told => scene.Executor.RunLastingAsync(request, told, letGo.Token, CancellationToken.None));
            await output.LineAsync("up", scene.Subject.Deadline);
            await letGo.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        }

        scene.Kubectl("exec", scene.Pod, "--container", "steps", "--", "touch", "/tmp/go");

        // A node looks every ten seconds whether a log is larger than ten megabytes.
        var clock = Stopwatch.StartNew();
        while (scene.Kubectl("logs", scene.Pod, "--container", "steps", "--limit-bytes", "1000").Contains("\nup\n", StringComparison.Ordinal))
        {
            Assert.True(clock.Elapsed < scene.Subject.Deadline, "The node did not begin the log anew.");
            await Task.Delay(200);
        }

        var joined = new BuildTranscript();
        var running = scene.Builds.EndAsync(joined, told => scene.NewExecutor().RunLastingAsync(request, told, CancellationToken.None, CancellationToken.None));
        scene.Kubectl("exec", scene.Pod, "--container", "steps", "--", "touch", "/tmp/end");

        var (outcome, _) = await running;
        Assert.True(outcome.Result == BuildResult.Success, outcome.Message);
        Assert.Contains(StepReader.Lost, joined.Lines);
        Assert.Equal("last", joined.Lines.Last(line => line != StepReader.Lost));
        Assert.True(outcome.Duration > TimeSpan.FromSeconds(5), $"It counts {outcome.Duration}.");
        Assert.Equal("it\n", await File.ReadAllTextAsync(Path.Combine(outbox.Folder, "made")));
        Assert.Empty(scene.Leftovers);
    }

    [ClusterFact]
    public async Task What_nobody_asks_for_is_removed_and_what_others_run_stays()
    {
        await using var gone = new ClusterScene();
        await using var scene = new ClusterScene(settings => settings with { Kept = TimeSpan.Zero });
        await scene.Builds.PassAsync("true");
        var output = new BuildTranscript();
        using var letGo = new CancellationTokenSource();
        var forgotten = scene.Builds.EndAsync(output, told => scene.Executor.RunLastingAsync(scene.Builds.NewRequest(scene.Builds.Job("echo up; sleep 1000")), told, letGo.Token, CancellationToken.None));
        using var cancel = new CancellationTokenSource();
        var others = new BuildTranscript();
        var runs = gone.Builds.RunAsync(gone.Builds.Job("echo up; sleep 1000"), output: others, cancellationToken: cancel.Token);
        await others.LineAsync("up", gone.Subject.Deadline);
        await output.LineAsync("up", scene.Subject.Deadline);
        await letGo.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => forgotten);
        Assert.Single(scene.Leftovers);

        await scene.Executor.Reviewed.SweepAsync(CancellationToken.None);

        Assert.Empty(scene.Leftovers);
        Assert.Single(gone.Leftovers);
        Assert.False(runs.IsCompleted);
        await cancel.CancelAsync();
        await runs;
    }
}
