using System.Diagnostics;
using System.Text.Json;
using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugin.Conformance;
using static PluginCi.Testing.ToolImage;

namespace PluginCi.Plugins.Podman.Tests;

/// <summary>What containers of podman do besides the contract.</summary>
public sealed class ContainerTests(PodmanMachine machine) : IClassFixture<PodmanMachine>
{
    [PodmanFact]
    public async Task A_build_sees_its_image_and_the_variables_of_it_and_one_disk()
    {
        using var scene = new PodmanScene(machine);

        var output = await scene.Builds.PassAsync("echo $FROM_IMAGE; ls /; pwd; echo $HOME; stat -Lc %d . $HOME /tmp /var/tmp | uniq | wc -l; id -un; getent passwd $(id -u) | cut -d: -f6");

        Assert.Equal(["yes", "bin", "build", "dev", "etc", "lib", "lib64", "proc", "run", "sys", "tmp", "usr", "var", "/build/workspace", "/build/home", "1", "build", "/build/home"], output.Lines);
    }

    [PodmanFact]
    public async Task A_job_runs_in_the_image_that_it_names()
    {
        using var scene = new PodmanScene(machine);
        using var builds = new ExecutorScene(new ExecutorSubject(scene.NewExecutor(scene.Settings with { Image = "localhost/nowhere:1" })));
        var digest = machine.Podman("image", "inspect", "--format", "{{.Digest}}", PodmanMachine.Image).Trim();

        var (outcome, output) = await builds.RunAsync(builds.Job("echo $FROM_IMAGE") with { RunsIn = new ImagePlan($"localhost/pluginci-tests@{digest}") });

        Assert.Equal((BuildResult.Success, "yes"), (outcome.Result, Assert.Single(output.Lines)));
    }

    [PodmanFact]
    public async Task What_a_build_hands_back_is_found_where_the_data_folder_is_a_link()
    {
        using var scene = new PodmanScene(machine, isLinked: true);
        var outbox = scene.Builds.NewOutbox("*.txt");

        await scene.Builds.RunAsync(scene.Builds.Job("echo it > made.txt"), outbox: outbox);

        Assert.Equal("it\n", await File.ReadAllTextAsync(Path.Combine(outbox.Folder, "made.txt")));
    }

    [PodmanFact]
    public async Task Outside_a_build_is_an_account_of_nobody_or_the_servers_own_and_its_container_names_it()
    {
        using var scene = new PodmanScene(machine);
        using var cancel = new CancellationTokenSource();
        var sleep = ExecutorScene.NewSleep();
        var running = scene.Builds.RunAsync(scene.Builds.Job($"exec {string.Join(' ', sleep)}"), cancellationToken: cancel.Token);
        await scene.Builds.AppearAsync(sleep);

        var process = Directory.GetDirectories("/proc").Single(folder => char.IsAsciiDigit(folder[6]) && File.Exists(folder + "/cmdline") && File.ReadAllText(folder + "/cmdline").Contains($"\0{sleep[1]}\0", StringComparison.Ordinal) && File.ReadAllText(folder + "/comm") == "sleep\n");
        var account = Environment.IsPrivilegedProcess ? "2001000" : Run("id", "-u");
        Assert.Contains($"Uid:\t{account}\t{account}\t{account}\t{account}", await File.ReadAllTextAsync(process + "/status"), StringComparison.Ordinal);
        Assert.StartsWith("queue-", machine.Podman("ps", "--format", "{{index .Labels \"pluginci.build\"}}"), StringComparison.Ordinal);

        await cancel.CancelAsync();
        Assert.Equal(BuildResult.Cancelled, (await running).Outcome.Result);
    }

    [PodmanFact]
    public async Task Programs_whose_parents_are_gone_do_not_count_for_ever()
    {
        using var scene = new PodmanScene(machine);

        // Twenty at a time, each lot gone before the next: a busy machine may take its time over it.
        await scene.Builds.PassAsync("for lot in $(seq 10); do for n in $(seq 20); do (true &); done; while set -- /proc/[0-9]*; [ $# -gt 15 ]; do :; done; done");
    }

    [PodmanFact]
    public async Task An_image_that_is_nowhere_is_trouble_outside_that_names_it()
    {
        using var scene = new PodmanScene(machine);
        var subject = new ExecutorSubject(scene.NewExecutor(scene.Settings with { Image = "localhost/nowhere:1" }));
        using var builds = new ExecutorScene(subject);

        var thrown = await Assert.ThrowsAsync<OutsideException>(() => builds.RunAsync("true"));

        Assert.Contains("get the image localhost/nowhere:1 of its setting image; check its name, or build or import it", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(scene.Leftovers);
    }

    [PodmanFact]
    public async Task What_podman_cannot_do_now_is_tried_again_with_the_next_build()
    {
        using var scene = new PodmanScene(machine);
        var obstacle = Path.Combine(scene.Data, "store");
        await File.WriteAllTextAsync(obstacle, "a file where a folder should be");
        using var builds = new ExecutorScene(new ExecutorSubject(scene.NewExecutor(scene.Settings with { Storage = obstacle })));
        Assert.Contains(Environment.IsPrivilegedProcess ? "could not list containers" : "could not make a user namespace", (await Assert.ThrowsAsync<OutsideException>(() => builds.RunAsync("true"))).Message, StringComparison.Ordinal);

        File.Delete(obstacle);

        // Now it lists the containers of a new store, which has no image.
        var message = (await Assert.ThrowsAsync<OutsideException>(() => builds.RunAsync("true"))).Message;
        Assert.True(message.Contains("could not get the image", StringComparison.Ordinal), message);
        PodmanMachine.RemoveStore(obstacle);
    }

    [PodmanFact]
    public async Task A_build_may_not_change_or_leave_its_container()
    {
        // Files of the kernel are only opened for writing, never written: should the container leak, the machine stays as it is.
        string[] commands =
        [
            "touch /x",
            "touch /etc/x",
            "touch /run/pluginci/0",
            "true >> /proc/sys/kernel/core_pattern",
            "true >> /proc/sysrq-trigger",
            "mkdir /sys/fs/cgroup/memory/x",
            "unshare -U true",
            "unshare -r true",
            "unshare -m true",
            "mount -t tmpfs none /tmp",
            "mount -o remount,rw /",
            "umount /build/workspace",
            "mknod /tmp/disk b 254 0",
            "hostname build",
            "head -c 1 /proc/kcore | grep -q .",
        ];
        using var scene = new PodmanScene(machine);

        var output = await scene.Builds.PassAsync(string.Join("\n", commands.Select((command, index) => $"{{ ( {command} ); }} 2>&1 && echo 'did {index}'; true")));

        Assert.DoesNotContain(output.Lines, line => line.StartsWith("did ", StringComparison.Ordinal));
        Assert.True(output.Lines.Count >= commands.Length - 1, output.Text);
        Assert.DoesNotContain("not found", output.Text, StringComparison.Ordinal);
    }

    [PodmanFact]
    public async Task What_a_killed_server_left_goes_at_the_next_start_and_what_another_runs_stays()
    {
        using var scene = new PodmanScene(machine);
        await scene.Builds.PassAsync("true");
        using var ended = Process.Start("true");
        await ended.WaitForExitAsync();
        var folder = Path.Combine(scene.Data, "builds", $"pluginci-{ended.Id}-1-1");
        Directory.CreateDirectory(Path.Combine(folder, "disk"));
        PodmanMachine.RunInSpace("mount", "-t", "tmpfs", "pluginci", Path.Combine(folder, "disk"));

        string[] options = ["run", "--detach", "--network", "none", "--ulimit", "nofile=1000:1000", "--ulimit", "nproc=1000:1000", "--ipc", "none", "--label"];
        machine.Podman([.. options, $"pluginci.server={ended.Id}-1", PodmanMachine.Image, "sleep", "1000"]);
        var alive = machine.Podman([.. options, $"pluginci.server={ServerProcess.Name}", PodmanMachine.Image, "sleep", "1000"]);
        Assert.Equal(4, scene.Leftovers.Count);

        using var next = new ExecutorScene(new ExecutorSubject(scene.NewExecutor()));
        await next.PassAsync("true");

        Assert.Equal(["container " + alive[..12]], scene.Leftovers);
        machine.Podman("rm", "--force", "--time", "0", alive);
    }

    [PodmanFact]
    public async Task A_file_that_is_swapped_for_a_link_is_not_followed()
    {
        using var scene = new PodmanScene(machine);
        var secret = Path.Combine(scene.Data, "secret");
        await File.WriteAllTextAsync(secret, "the server's");

        // A job that leaves a program that swaps a file, its folder and a pipe as fast as it can.
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await scene.Builds.RunAsync(
                scene.Builds.Job($"(while :; do ln -sf {secret} a; rm a; echo mine > a; rm a; mkfifo a; rm a; mkdir a; rm -r a; done) > /dev/null 2>&1 &"), outbox: scene.Builds.NewOutbox("*"));
        }

        Assert.All(Directory.EnumerateFiles(scene.Builds.Root, "a", SearchOption.AllDirectories), file => Assert.DoesNotContain("server", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{ "image": "" }""", "The setting image of podman is ''")]
    [InlineData("""{ "image": "--privileged" }""", "The setting image of podman is '--privileged'")]
    [InlineData("""{ "image": "a", "storage": "srv" }""", "The setting storage of podman is 'srv'; expected an absolute path")]
    public void Settings_that_cannot_be_are_refused(string settings, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => PodmanSettings.Read(JsonSerializer.Deserialize<JsonElement>(settings))).Message, StringComparison.Ordinal);
}
