using PluginCi.Model;

namespace PluginCi.Plugins.Ssh.Tests;

/// <summary>What is claimed of builds that want too much, besides what the kit checks. Builds beside them may suffer: README.md says so.</summary>
public sealed class HostileTests
{
    [SshFact]
    public async Task A_fork_bomb_is_ended_and_the_machine_takes_the_next_build()
    {
        await using var scene = new SshScene();

        // Of perl, whose processes stay when there is no room for more.
        var (outcome, _) = await scene.Scene.RunAsync("perl -e 'while (1) { fork; select(undef, undef, undef, 0.05) }'");

        Assert.Equal(BuildResult.LimitExceeded, outcome.Result);
        Assert.Contains("limit of 64 processes", outcome.Message, StringComparison.Ordinal);
        await scene.Scene.PassAsync("true");
    }

    [SshFact]
    public async Task A_program_that_left_its_group_and_its_parent_is_found_by_its_variables()
    {
        await using var scene = new SshScene();
        await scene.Scene.PassAsync("(setsid sh -c 'sleep 1000.5 & setsid sleep 1000.5 &' &); while [ $(ps ax | grep -c '[s]leep 1000.5') -lt 2 ]; do sleep 0.1; done");
        Assert.DoesNotContain("sleep 1000.5", scene.Machine.Do("ps ax"), StringComparison.Ordinal);
    }

    [SshFact]
    public async Task A_flood_of_output_takes_little_more_than_its_limit_on_the_machine_while_nobody_reads()
    {
        await using var scene = new SshScene();
        var job = scene.Scene.Job("echo up; while [ ! -e /tmp/go ]; do sleep 0.1; done; (yes flood | head -c 100000000) || true; touch /tmp/flooded; sleep 1000");
        using var letGo = new CancellationTokenSource();
        var output = new Plugin.Conformance.BuildTranscript();
        var request = scene.Scene.NewRequest(job with { Limits = job.Limits with { OutputBytes = 100_000 } });
        var running = scene.Scene.EndAsync(output, told => scene.Executor.RunLastingAsync(request, told, letGo.Token, CancellationToken.None));
        await output.LineAsync("up");
        await letGo.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        scene.Machine.Do("touch /tmp/go; while [ ! -e /tmp/flooded ]; do sleep 0.1; done");

        Assert.InRange(new FileInfo(Path.Combine(scene.Leftovers.Single(), "log")).Length, 100_000, 200_000);
        var (outcome, joined) = await scene.Scene.EndAsync(new Plugin.Conformance.BuildTranscript(), told => scene.NewExecutor().RunLastingAsync(request, told, CancellationToken.None, CancellationToken.None));
        Assert.Equal(BuildResult.LimitExceeded, outcome.Result);
        Assert.InRange(joined.Lines.Sum(line => line.Length + 1), 90_000, 100_001);
        Assert.Empty(scene.Leftovers);
    }

    [SshFact]
    public async Task A_folder_that_the_build_made_unreadable_is_removed()
    {
        await using var scene = new SshScene();
        await scene.Scene.PassAsync("mkdir -p a/b; touch a/b/c; chmod 000 a/b a");
        Assert.Empty(scene.Leftovers);
    }

    [SshFact]
    public async Task A_build_that_removed_its_workspace_hands_nothing_back()
    {
        await using var scene = new SshScene();
        var (outcome, output) = await scene.Scene.RunAsync(scene.Scene.Job("echo it > made; rm -r \"$PWD\"") with { TestReports = ["made"] });
        Assert.True(outcome.Result == BuildResult.Success, $"{outcome.Message}\n{output.Text}");
        Assert.Empty(outcome.Reports);
    }
}
