using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Plugin.Conformance;

/// <summary>Ends other than by the last step: time, cancelling, strays, what cannot start.</summary>
internal static class EndingChecks
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    public static ImmutableArray<ConformanceCheck> All { get; } =
    [
        new(A_build_that_never_ends_is_ended_by_its_time_limit_with_all_it_started),
        new(Cancelling_ends_all_that_a_build_started_and_does_not_throw),
        new(A_build_that_is_cancelled_before_it_starts_does_not_run),
        new(A_build_that_is_cancelled_while_it_starts_leaves_nothing),
        new(Processes_left_in_the_background_neither_keep_a_build_nor_outlive_it),
        new(A_step_that_kills_all_it_can_harms_its_own_build_only),
        new(What_cannot_be_started_is_told_as_trouble_outside),
    ];

    private static async Task A_build_that_never_ends_is_ended_by_its_time_limit_with_all_it_started(ExecutorScene scene)
    {
        var sleep = ExecutorScene.NewSleep();
        var (outcome, output) = await scene.RunAsync(scene.Job($"setsid nohup {Words(sleep)} & {Words(sleep)}") with { TimeLimit = TimeSpan.FromSeconds(1.5) });

        Expect.Equal(BuildResult.TimedOut, outcome.Result, $"Result ({outcome.Message})");
        Expect.Contains("time limit of 1.5 seconds", outcome.Message, "Message");
        Expect.That(outcome.Duration >= TimeSpan.FromSeconds(1.4) && outcome.Duration < Soon + TimeSpan.FromSeconds(1.5), $"The duration is {outcome.Duration}.");
        Expect.That(!output.Told.Contains("failed: step 0"), "The step did not fail; its build was ended.");
        scene.Gone(sleep);
    }

    private static async Task Cancelling_ends_all_that_a_build_started_and_does_not_throw(ExecutorScene scene)
    {
        var (sleep, stray) = (ExecutorScene.NewSleep(), ExecutorScene.NewSleep());
        using var cancel = new CancellationTokenSource();
        var output = new BuildTranscript();
        var running = scene.RunAsync(scene.Job($"(setsid nohup {Words(stray)} &) ; {Words(sleep)} & echo started; wait", "echo never"), output: output, cancellationToken: cancel.Token);
        await output.LineAsync("started", scene.Subject.Deadline);
        await scene.AppearAsync(stray);
        await scene.AppearAsync(sleep);

        var clock = TimeProvider.System.GetTimestamp();
        await cancel.CancelAsync();
        var (outcome, _) = await running;

        Expect.Equal(BuildResult.Cancelled, outcome.Result, $"Result ({outcome.Message})");
        scene.Gone(sleep);
        scene.Gone(stray);
        Expect.That(TimeProvider.System.GetElapsedTime(clock) < Soon, $"It took {TimeProvider.System.GetElapsedTime(clock)}.");
        Expect.Sequence(["started"], output.Lines, "Lines");
    }

    private static async Task A_build_that_is_cancelled_before_it_starts_does_not_run(ExecutorScene scene)
    {
        var (outcome, output) = await scene.RunAsync(scene.Job("echo never"), cancellationToken: new CancellationToken(canceled: true));

        Expect.Equal(BuildResult.Cancelled, outcome.Result, $"Result ({outcome.Message})");
        Expect.Sequence([], output.Told, "Told");
    }

    private static async Task A_build_that_is_cancelled_while_it_starts_leaves_nothing(ExecutorScene scene)
    {
        var sleep = ExecutorScene.NewSleep();
        foreach (var milliseconds in new[] { 1, 50, 150, 300 })
        {
            using var cancel = new CancellationTokenSource(milliseconds);
            var (outcome, _) = await scene.RunAsync(scene.Job(Words(sleep)), cancellationToken: cancel.Token);
            Expect.Equal(BuildResult.Cancelled, outcome.Result, $"Result after {milliseconds} ms ({outcome.Message})");
            scene.Gone(sleep);
        }
    }

    private static async Task Processes_left_in_the_background_neither_keep_a_build_nor_outlive_it(ExecutorScene scene)
    {
        var (sleep, stray) = (ExecutorScene.NewSleep(), ExecutorScene.NewSleep());
        var output = await scene.PassAsync($"nohup setsid {Words(stray)} & {Words(sleep)} &", "echo next");

        Expect.That(output.Lines.Contains("next"), "The second step did not run.");
        scene.Gone(sleep);
        scene.Gone(stray);
    }

    private static async Task A_step_that_kills_all_it_can_harms_its_own_build_only(ExecutorScene scene)
    {
        using var cancel = new CancellationTokenSource();
        var output = new BuildTranscript();
        var neighbour = scene.Subject.Executor.Capacity > 1 ? scene.RunAsync(scene.Job("echo there; sleep 1000"), output: output, cancellationToken: cancel.Token) : null;
        await (neighbour is null ? Task.CompletedTask : output.LineAsync("there", scene.Subject.Deadline));

        var (outcome, _) = await scene.RunAsync("kill -9 1 || true; kill -9 -1; exit 3");

        Expect.Equal(BuildResult.Failure, outcome.Result, $"Result ({outcome.Message})");
        Expect.That(neighbour?.IsCompleted is not true, "A build beside it ended too.");
        await cancel.CancelAsync();
        await (neighbour ?? Task.FromResult<(BuildOutcome, BuildTranscript)>(default));
        await scene.PassAsync("true");
    }

    private static async Task What_cannot_be_started_is_told_as_trouble_outside(ExecutorScene scene)
    {
        var gone = Path.Combine(scene.Root, "gone");
        try
        {
            var (outcome, _) = await scene.RunAsync(scene.Job("true"), workspace: gone);
            throw new ConformanceException($"A build whose workspace is not there ended with {outcome.Result}; expected an OutsideException.");
        }
        catch (OutsideException exception)
        {
            Expect.Contains(gone, exception.Message, "The message of the exception");
        }

        await scene.PassAsync("true");
    }

    private static string Words(string[] arguments) => string.Join(' ', arguments);
}
