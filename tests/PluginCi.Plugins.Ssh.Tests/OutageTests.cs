using PluginCi.Model;
using PluginCi.Plugin;
using PluginCi.Plugin.Conformance;

namespace PluginCi.Plugins.Ssh.Tests;

/// <summary>Connections that break, machines that are away, and servers that are.</summary>
public sealed class OutageTests
{
    // It says that it is up, and goes on when it is told to.
    private const string Waiting = "echo run >> runs; echo up; while [ ! -e /tmp/go ]; do sleep 0.1; done; echo again $(wc -l < runs)";

    [SshTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_build_goes_on_while_the_connection_or_sshd_is_gone(bool isConnection)
    {
        await using var scene = new SshScene();
        var (outcome, output) = await scene.RunAndAsync(Waiting, "up", () =>
        {
            scene.Machine.KillDaemon(isConnection);
            scene.Machine.Do("touch /tmp/go");
            if (!isConnection)
            {
                scene.Machine.StartDaemon();
            }
        });

        Assert.Equal((BuildResult.Success, "up, again 1"), (outcome.Result, string.Join(", ", output.Lines)));
        Assert.Empty(scene.Leftovers);
    }

    [SshFact]
    public async Task A_build_that_prints_nothing_outlives_one_short_outage_after_the_other()
    {
        var clock = new LeapingClock();
        await using var scene = new SshScene(clock: clock);
        var output = new BuildTranscript();
        var running = scene.Scene.RunAsync(scene.Scene.Job(Waiting), output: output);
        await output.LineAsync("up");
        for (var outage = 0; outage < 3; outage++)
        {
            var followers = Followers();
            scene.Machine.KillDaemon(connectionsOnly: true);
            await UntilAsync(() => Followers().Except(followers).Count() > 1);
            clock.Leap(TimeSpan.FromMinutes(6));
        }

        scene.Machine.Do("touch /tmp/go");
        Assert.Equal((BuildResult.Success, "up, again 1"), ((await running).Outcome.Result, string.Join(", ", output.Lines)));

        // With the one that waits for the end of its input, which comes after the mark.
        string[] Followers() => scene.Machine.Do("pgrep -f ' follow build-'").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [SshFact]
    public async Task What_start_up_files_of_the_account_print_is_neither_output_nor_a_file()
    {
        await using var scene = new SshScene();
        Directory.CreateDirectory(scene.Machine.PathTo("home", ".ssh"));
        await File.WriteAllTextAsync(scene.Machine.PathTo("home", ".ssh", "rc"), "echo hi from the account\n");
        var outbox = scene.Scene.NewOutbox("made");
        var output = new BuildTranscript();
        var running = scene.Scene.RunAsync(scene.Scene.Job(Waiting, "echo it > made") with { TestReports = ["made"] }, output: output, outbox: outbox);
        await output.LineAsync("up");
        scene.Machine.KillDaemon(connectionsOnly: true);
        scene.Machine.Do("touch /tmp/go");

        var (outcome, _) = await running;

        Assert.True(outcome.Result == BuildResult.Success, $"{outcome.Message}\n{output.Text}");
        Assert.Equal(["up", "again 1"], output.Lines);
        Assert.Equal("it\n", await File.ReadAllTextAsync(Path.Combine(outbox.Folder, "made")));
        Assert.Single(outcome.Reports);
    }

    [SshFact]
    public async Task A_machine_that_restarts_loses_its_builds_and_takes_new_ones()
    {
        await using var scene = new SshScene();
        var (outcome, _) = await scene.RunAndAsync("echo up; sleep 1000", "up", () =>
        {
            scene.Machine.Kill();
            scene.Machine.Start();
        });

        Assert.Equal(BuildResult.Lost, outcome.Result);
        Assert.Contains("machine 'mac-1'", outcome.Message, StringComparison.Ordinal);
        Assert.Contains("the machine was restarted", outcome.Message, StringComparison.Ordinal);
        Assert.Empty(scene.Leftovers);
        await scene.Scene.PassAsync("true");
    }

    [SshFact]
    public async Task A_build_that_is_joined_is_not_asked_whether_it_could_be_started_now()
    {
        await using var scene = new SshScene();
        using var letGo = new CancellationTokenSource();
        var output = new BuildTranscript();
        var request = scene.Scene.NewRequest(scene.Scene.Job("echo up; while [ ! -e /tmp/go ]; do sleep 0.1; done; echo over"));
        var running = scene.Scene.EndAsync(output, told => scene.Executor.RunLastingAsync(request, told, letGo.Token, CancellationToken.None));
        await output.LineAsync("up");
        await letGo.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        scene.Machine.Do("touch /tmp/go");
        var changed = scene.NewExecutor(machine: scene.MachineSettings with { TakesAll = false });

        var (outcome, joined) = await scene.Scene.EndAsync(new BuildTranscript(), told => changed.RunLastingAsync(request, told, CancellationToken.None, CancellationToken.None));
        var (refused, _) = await scene.Scene.EndAsync(new BuildTranscript(), told => changed.RunLastingAsync(scene.Scene.NewRequest(request.Job), told, CancellationToken.None, CancellationToken.None));

        Assert.True(outcome.Result == BuildResult.Success, outcome.Message);
        Assert.Equal(["up", "over"], joined.Lines);
        Assert.Equal((BuildResult.Failure, changed.FindObstacle(request.Job)), (refused.Result, refused.Message));
        Assert.Empty(scene.Leftovers);
    }

    [SshFact]
    public async Task Numbers_of_groups_from_before_a_restart_of_the_machine_are_nobodys()
    {
        await using var scene = new SshScene();
        using var letGo = new CancellationTokenSource();
        var output = new BuildTranscript();
        var request = scene.Scene.NewRequest(scene.Scene.Job("echo up; sleep 1000"));
        var running = scene.Scene.EndAsync(output, told => scene.Executor.RunLastingAsync(request, told, letGo.Token, CancellationToken.None));
        await output.LineAsync("up");
        await letGo.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        var former = scene.Leftovers.Single();
        scene.Machine.Kill();
        scene.Machine.Start();
        scene.Machine.Do("echo another > /tmp/boot; mount --bind /tmp/boot /proc/sys/kernel/random/boot_id");
        var other = new BuildTranscript();
        var beside = scene.Scene.RunAsync(scene.Scene.Job("echo $$; while [ ! -e /tmp/go ]; do sleep 0.1; done"), output: other);
        await UntilAsync(() => other.Lines.Any());
        scene.Machine.Do($"for file in step strays groups; do echo {other.Lines[0]} > {former}/$file; done");

        var (joined, _) = await scene.Scene.EndAsync(new BuildTranscript(), told => scene.NewExecutor().RunLastingAsync(request, told, CancellationToken.None, CancellationToken.None));

        Assert.Equal(BuildResult.Lost, joined.Result);
        Assert.False(Directory.Exists(former));
        scene.Machine.Do("touch /tmp/go");
        Assert.Equal(BuildResult.Success, (await beside).Outcome.Result);
    }

    [SshFact]
    public async Task Groups_that_are_gone_are_forgotten()
    {
        await using var scene = new SshScene();
        await scene.Scene.PassAsync("(sleep 1 &)", "cat ../../strays ../../strays.old 2> /dev/null | grep -q . && while cat ../../strays ../../strays.old 2> /dev/null | grep -q .; do sleep 0.1; done");
    }

    [SshFact]
    public async Task Files_are_handed_back_where_somebody_removed_the_driver()
    {
        await using var scene = new SshScene();
        var outbox = scene.Scene.NewOutbox("made");
        var output = new BuildTranscript();
        var running = scene.Scene.RunAsync(scene.Scene.Job(Waiting, "echo it > made") with { TestReports = ["made"] }, output: output, outbox: outbox);
        await output.LineAsync("up");

        scene.Machine.Do($"rm {scene.Machine.Builds}/driver-*.sh; touch /tmp/go");

        var (outcome, _) = await running;
        Assert.True(outcome.Result == BuildResult.Success, outcome.Message);
        Assert.Equal("it\n", await File.ReadAllTextAsync(Path.Combine(outbox.Folder, "made")));
        Assert.Single(outcome.Reports);
    }

    [SshFact]
    public async Task A_machine_that_stays_away_loses_its_builds_and_is_cleaned_when_it_is_back()
    {
        await using var scene = new SshScene(patience: TimeSpan.FromSeconds(2));
        var exception = await Assert.ThrowsAsync<OutsideException>(() => scene.RunAndAsync("echo up; sleep 1000.7", "up", () => scene.Machine.KillDaemon()));

        AssertAway(scene, exception, "Connection refused", isTransient: true);
        Assert.NotEmpty(scene.Leftovers);
        Assert.Contains("sleep 1000.7", scene.Machine.Do("ps ax"), StringComparison.Ordinal);

        scene.Machine.StartDaemon();
        await UntilAsync(() => scene.Leftovers.Count == 0 && !scene.Machine.Do("ps ax").Contains("sleep 1000.7", StringComparison.Ordinal));
    }

    [SshFact]
    public async Task A_machine_that_is_down_is_named_with_the_last_line_of_ssh()
    {
        await using var scene = new SshScene(patience: TimeSpan.Zero);
        scene.Machine.KillDaemon();
        AssertAway(scene, await Assert.ThrowsAsync<OutsideException>(() => scene.Scene.RunAsync("true")), "Connection refused", isTransient: true);

        scene.Machine.StartDaemon();
        await scene.Scene.PassAsync("true");
    }

    [SshFact]
    public async Task A_build_waits_for_a_machine_that_is_soon_back()
    {
        await using var scene = new SshScene();
        scene.Machine.KillDaemon();
        var running = scene.Scene.PassAsync("echo done");
        scene.Machine.StartDaemon();

        Assert.Equal(["done"], (await running).Lines);
    }

    [SshFact]
    public async Task A_host_key_that_is_not_known_is_never_taken()
    {
        await using var scene = new SshScene();
        var stranger = await File.ReadAllTextAsync(scene.Machine.PathTo("keys", "stranger.pub"));
        foreach (var known in new[] { "", $"[127.0.0.1]:{scene.Machine.Port} {stranger}" })
        {
            await File.WriteAllTextAsync(scene.Machine.KnownHosts, known);
            AssertAway(scene, await Assert.ThrowsAsync<OutsideException>(() => scene.Scene.RunAsync("true")), "Host key verification failed.", isTransient: false);
            Assert.Equal(known, await File.ReadAllTextAsync(scene.Machine.KnownHosts));
        }
    }

    [SshFact]
    public async Task A_key_that_the_machine_does_not_take_is_told()
    {
        await using var scene = new SshScene(machine => machine with { IdentityFile = Path.Combine(Path.GetDirectoryName(machine.IdentityFile)!, "stranger") });
        AssertAway(scene, await Assert.ThrowsAsync<OutsideException>(() => scene.Scene.RunAsync("true")), "ci@127.0.0.1: Permission denied (publickey).", isTransient: false);
    }

    [SshFact]
    public async Task A_machine_whose_disk_is_full_loses_builds_and_blames_nobody()
    {
        await using var scene = new SshScene(patience: TimeSpan.Zero);
        scene.Machine.Do($"mkdir {scene.Machine.Builds}; mount -t tmpfs -o size=500k,mode=700,uid={scene.Machine.Account} none {scene.Machine.Builds}");
        var workspace = scene.Scene.NewWorkspace();
        await File.WriteAllBytesAsync(Path.Combine(workspace, "large"), new byte[1 << 20]);

        var exception = await Assert.ThrowsAsync<OutsideException>(() => scene.Scene.RunAsync(scene.Scene.Job("true"), workspace));

        Assert.StartsWith("Machine 'mac-1' (ci@127.0.0.1:", exception.Message, StringComparison.Ordinal);
        Assert.Contains("could not take the build", exception.Message, StringComparison.Ordinal);
        await scene.Scene.PassAsync("true");
    }

    [SshFact]
    public async Task What_a_server_that_is_gone_has_left_is_removed_by_the_next_one_that_does_not_ask_for_it()
    {
        await using var scene = new SshScene();
        using var letGo = new CancellationTokenSource();
        var output = new BuildTranscript();
        var request = scene.Scene.NewRequest(scene.Scene.Job("(setsid sleep 1000.8 &); echo up; sleep 1000.8"));
        var running = scene.Scene.EndAsync(output, told => scene.Executor.RunLastingAsync(request, told, letGo.Token, CancellationToken.None));
        await output.LineAsync("up");
        await letGo.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        var former = scene.Leftovers.Single();

        var next = scene.NewExecutor(scene.Settings with { Kept = TimeSpan.FromSeconds(1) });
        var (held, beside) = (scene.Scene.NewRequest(scene.Scene.Job(Waiting)), new BuildTranscript());
        var besideRunning = scene.Scene.EndAsync(beside, told => next.RunLastingAsync(held, told, CancellationToken.None, CancellationToken.None));

        await beside.LineAsync("up");
        await UntilAsync(() => !Directory.Exists(former) && !scene.Machine.Do("ps ax").Contains("sleep 1000.8", StringComparison.Ordinal));
        scene.Machine.Do("touch /tmp/go");
        Assert.Equal(BuildResult.Success, (await besideRunning).Outcome.Result);
    }

    [SshFact]
    public async Task What_other_servers_have_left_is_removed_when_it_is_old_and_nothing_runs_there()
    {
        await using var scene = new SshScene();
        await scene.Scene.PassAsync("true");
        var builds = scene.Machine.Builds;
        scene.Machine.Do($"cd {builds} && mkdir -p gone/build-1/tree fresh/build-2 && touch gone/build-1/begun fresh/build-2/begun && touch -d '3 days ago' gone/build-1 && chown -R {scene.Machine.Account} gone fresh; cd /");

        scene.NewExecutor(scene.Settings with { Kept = TimeSpan.FromSeconds(1) });

        await UntilAsync(() => !Directory.Exists(Path.Combine(builds, "gone")));
        Assert.True(Directory.Exists(Path.Combine(builds, "fresh", "build-2")));
    }

    private static void AssertAway(SshScene scene, OutsideException exception, string lastLine, bool isTransient)
    {
        Assert.StartsWith($"Machine 'mac-1' (ci@127.0.0.1:{scene.Machine.Port}) cannot be reached. ssh said: ", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(lastLine, exception.Message, StringComparison.Ordinal);
        Assert.Equal(isTransient, exception.IsTransient);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!isSo())
        {
            await Task.Delay(50, limit.Token);
        }
    }
}
