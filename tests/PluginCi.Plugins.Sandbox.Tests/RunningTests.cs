using PluginCi.Model;

namespace PluginCi.Plugins.Sandbox.Tests;

public sealed class RunningTests : IDisposable
{
    private readonly SandboxScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Steps_run_in_order_and_each_is_announced_before_its_output()
    {
        var (outcome, output) = await _scene.RunAsync("echo one", "echo two >&2; echo three");

        Assert.Equal(BuildResult.Success, outcome.Result);
        Assert.Equal("All 2 steps passed.", outcome.Message);
        Assert.Equal(["step 0: echo one", "one", "step 1: echo two >&2; echo three", "two", "three"], output.Told);
    }

    [Fact]
    public async Task The_first_failing_step_ends_the_build()
    {
        var (outcome, output) = await _scene.RunAsync("true", "echo before; false; echo after", "echo never");

        Assert.Equal(BuildResult.Failure, outcome.Result);
        Assert.Equal("Step 2 (`echo before; false; echo after`) ended with status 1.", outcome.Message);
        Assert.Equal("failed: step 1", output.Told[^1]);
        Assert.Equal(["before"], output.Told.SkipLast(1).Where(line => !line.StartsWith("step", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_workspace_holds_the_checkout_and_keeps_what_steps_write()
    {
        var workspace = _scene.NewWorkspace();
        await File.WriteAllTextAsync(Path.Combine(workspace, "greet"), "#!/bin/sh\necho \"$GREETING\" > left; echo \"from $PWD\"\n");
        File.SetUnixFileMode(Path.Combine(workspace, "greet"), (UnixFileMode)0b111_101_101);

        var job = SandboxScene.Job("cat left; echo $HOME; touch /tmp/x $HOME/x");
        var (outcome, output) = await _scene.RunAsync(job with { Steps = [new ScriptStep("greet"), .. job.Steps] }, workspace);

        Assert.Equal(BuildResult.Success, outcome.Result);
        Assert.Contains("from /build/workspace\n", output.Text, StringComparison.Ordinal);
        Assert.EndsWith("it's $HOME \"here\"\n/build/home", output.Text, StringComparison.Ordinal);
        Assert.Equal(["greet"], Directory.GetFiles(workspace).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Output_arrives_while_the_build_runs()
    {
        using var cancel = new CancellationTokenSource();
        var output = new BuildTranscript();
        var running = _scene.RunAsync(SandboxScene.Job("echo early; sleep 1000"), output: output, cancellationToken: cancel.Token);

        await output.LineAsync("early");

        Assert.False(running.IsCompleted);
        await cancel.CancelAsync();
        Assert.Equal(BuildResult.Cancelled, (await running).Outcome.Result);
    }

    [Fact]
    public async Task A_last_line_without_an_end_and_a_line_of_any_length_are_told()
    {
        var (_, output) = await _scene.RunAsync("head -c 100000 /dev/zero | tr '\\0' x", "printf unfinished");

        Assert.Equal([65536, 100000 - 65536], output.Told.Where(line => line.StartsWith('x')).Select(line => line.Length));
        Assert.Equal("unfinished", output.Told[^1]);
    }

    [Fact]
    public async Task A_build_that_never_ends_is_ended_by_its_time_limit()
    {
        var (outcome, _) = await _scene.RunAsync(SandboxScene.Job("sleep 1000") with { TimeLimit = TimeSpan.FromMilliseconds(300) });

        Assert.Equal(BuildResult.TimedOut, outcome.Result);
        Assert.Equal("The build was not done after its time limit of 0.3 seconds.", outcome.Message);
        Assert.InRange(outcome.Duration, TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Processes_left_in_the_background_do_not_keep_a_build()
    {
        var (outcome, _) = await _scene.RunAsync("nohup setsid sleep 4242 & sleep 4243 &", "echo next");

        Assert.Equal(BuildResult.Success, outcome.Result);
        Assert.Empty(HostProcesses.WithArguments("sleep", "4242"));
    }

    [Fact]
    public async Task Cancelling_ends_grandchildren_in_sessions_of_their_own()
    {
        using var cancel = new CancellationTokenSource();
        var output = new BuildTranscript();
        var running = _scene.RunAsync(SandboxScene.Job("(setsid nohup sleep 5151 &) ; sleep 5152 & echo started; wait"), output: output, cancellationToken: cancel.Token);
        await output.LineAsync("started");
        await HostProcesses.AppearAsync("sleep", "5151");

        var clock = TimeProvider.System.GetTimestamp();
        await cancel.CancelAsync();
        var (outcome, _) = await running;

        Assert.Equal(BuildResult.Cancelled, outcome.Result);
        Assert.Empty(HostProcesses.WithArguments("sleep", "5151"));
        Assert.Empty(HostProcesses.WithArguments("sleep", "5152"));
        Assert.InRange(TimeProvider.System.GetElapsedTime(clock), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_sandbox_that_cannot_start_is_told_at_once()
    {
        var thrown = await Assert.ThrowsAsync<Plugin.OutsideException>(() => _scene.RunAsync(SandboxScene.Job("true"), workspace: Path.Combine(_scene.Root, "gone")));

        Assert.Contains("gone: No such file or directory", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_that_pauses_keeps_what_its_steps_started_until_it_is_told_to_end()
    {
        var output = new BuildTranscript();
        var paused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = new TaskCompletionSource();
        var running = _scene.RunAsync(
            SandboxScene.Job("(while [ ! -e /tmp/ask ]; do sleep 0.02; done; echo still here) & sleep 0.01", "(sleep 0.3; touch /tmp/ask) &"),
            output: output,
            pause: token =>
            {
                paused.TrySetResult();
                return end.Task.WaitAsync(token);
            });
        await paused.Task.WaitAsync(SandboxScene.Deadline);
        await output.LineAsync("still here");
        Assert.False(running.IsCompleted);

        end.SetResult();

        Assert.Equal(BuildResult.Success, (await running).Outcome.Result);
    }

    [Fact]
    public async Task A_build_that_fails_does_not_pause_and_one_that_pauses_too_long_is_ended()
    {
        var failed = await _scene.RunAsync(SandboxScene.Job("false"), pause: _ => throw new InvalidOperationException("It must not pause."));
        Assert.Equal(BuildResult.Failure, failed.Outcome.Result);

        var late = await _scene.RunAsync(
            SandboxScene.Job("true") with { TimeLimit = TimeSpan.FromSeconds(1) }, pause: token => Task.Delay(Timeout.Infinite, token));
        Assert.Equal(BuildResult.TimedOut, late.Outcome.Result);
    }
}
