using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Plugin.Conformance;

/// <summary>Builds that stay up for others.</summary>
internal static class PausingChecks
{
    public static ImmutableArray<ConformanceCheck> All { get; } =
    [
        new(A_build_that_pauses_keeps_what_its_steps_started_until_it_is_told_to_end),
        new(A_build_that_pauses_hands_back_before_it_pauses),
        new(A_build_that_fails_does_not_pause),
        new(A_build_that_pauses_too_long_is_ended_by_its_time_limit),
        new(A_build_that_is_cancelled_while_it_pauses_is_ended),
        new(Builds_that_pause_take_no_room),
    ];

    private static async Task A_build_that_pauses_keeps_what_its_steps_started_until_it_is_told_to_end(ExecutorScene scene)
    {
        var sleep = ExecutorScene.NewSleep();
        var output = new BuildTranscript();
        var paused = New();
        var end = New();
        var running = scene.RunAsync(
            scene.Job($"(while [ ! -e /tmp/ask ]; do sleep 0.02; done; echo still here; exec {string.Join(' ', sleep)}) & sleep 0.01", "(sleep 0.3; touch /tmp/ask) &"),
            output: output,
            pause: token =>
            {
                paused.TrySetResult();
                return end.Task.WaitAsync(token);
            });
        await await Task.WhenAny(paused.Task, running).WaitAsync(scene.Subject.Deadline);
        await output.LineAsync("still here", scene.Subject.Deadline);
        await scene.AppearAsync(sleep);
        Expect.That(!running.IsCompleted, $"The build ended in its pause. It told:\n{output.Text}");

        end.SetResult();

        var (outcome, _) = await running;
        Expect.Equal(BuildResult.Success, outcome.Result, $"Result ({outcome.Message})");
        scene.Gone(sleep);
    }

    private static async Task A_build_that_pauses_hands_back_before_it_pauses(ExecutorScene scene)
    {
        string[] seen = [];
        var outbox = scene.NewOutbox("*");
        var (outcome, _) = await scene.RunAsync(scene.Job("echo x > a"), outbox: outbox, pause: _ =>
        {
            seen = [.. Directory.EnumerateFiles(outbox.Folder).Select(file => Path.GetFileName(file)!)];
            return Task.CompletedTask;
        });
        Expect.Equal(BuildResult.Success, outcome.Result, $"Result ({outcome.Message})");
        Expect.Sequence(["a"], seen, "Files in the outbox when it paused");
    }

    private static async Task A_build_that_fails_does_not_pause(ExecutorScene scene)
    {
        var pauses = 0;
        var (outcome, _) = await scene.RunAsync(scene.Job("false"), pause: _ =>
        {
            pauses++;
            return Task.CompletedTask;
        });
        Expect.Equal(BuildResult.Failure, outcome.Result, $"Result ({outcome.Message})");
        Expect.Equal(0, pauses, "Pauses");
    }

    private static async Task A_build_that_pauses_too_long_is_ended_by_its_time_limit(ExecutorScene scene)
    {
        var (outcome, _) = await scene.RunAsync(scene.Job("true") with { TimeLimit = TimeSpan.FromSeconds(2) }, pause: token => Task.Delay(Timeout.Infinite, token));
        Expect.Equal(BuildResult.TimedOut, outcome.Result, $"Result ({outcome.Message})");
    }

    private static async Task A_build_that_is_cancelled_while_it_pauses_is_ended(ExecutorScene scene)
    {
        var sleep = ExecutorScene.NewSleep();
        using var cancel = new CancellationTokenSource();
        var (outcome, _) = await scene.RunAsync(
            scene.Job($"{string.Join(' ', sleep)} &"), pause: token => Task.WhenAll(cancel.CancelAsync(), Task.Delay(Timeout.Infinite, token)), cancellationToken: cancel.Token);
        Expect.Equal(BuildResult.Cancelled, outcome.Result, $"Result ({outcome.Message})");
        scene.Gone(sleep);
    }

    private static async Task Builds_that_pause_take_no_room(ExecutorScene scene)
    {
        var end = New();
        var paused = Enumerable.Range(0, scene.Subject.Executor.Capacity).Select(_ => New()).ToArray();
        var running = paused.Select(one => scene.RunAsync(scene.Job("true"), pause: token =>
        {
            one.SetResult();
            return end.Task.WaitAsync(token);
        })).ToArray();
        await Task.WhenAll(paused.Select(one => one.Task)).WaitAsync(scene.Subject.Deadline);

        await scene.PassAsync("echo beside");

        end.SetResult();
        Expect.That((await Task.WhenAll(running)).All(one => one.Outcome.Result == BuildResult.Success), "Not every build that paused passed.");
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
