using System.Collections.Immutable;
using PluginCi.Model;

namespace PluginCi.Plugin.Conformance;

/// <summary>Builds that outlive the server: one that stops lets go of them, the next one joins them, and nothing runs twice.</summary>
internal static class ReattachChecks
{
    public static ImmutableArray<ConformanceCheck> All { get; } =
    [
        new(A_build_that_is_let_go_of_goes_on_and_is_joined),
        new(A_build_that_passed_while_nobody_was_there_hands_back_what_it_made),
        new(A_build_that_failed_while_nobody_was_there_tells_which_step),
        new(A_build_that_is_let_go_of_while_it_starts_runs_once),
        new(A_build_that_is_joined_can_be_cancelled),
        new(A_build_that_is_cancelled_before_it_is_joined_ends),
        new(The_time_limit_of_a_build_that_is_joined_counts_from_its_start),
        new(Cancelling_counts_for_more_than_letting_go),
        new(A_build_that_is_joined_has_a_proxy_again),
    ];

    private static async Task A_build_that_is_let_go_of_goes_on_and_is_joined(ExecutorScene scene)
    {
        var sleep = ExecutorScene.NewSleep();
        var request = scene.NewRequest(scene.Job("echo one", $"echo again >> runs; echo two; (exec {Words(sleep)}) & while [ ! -e /tmp/go ] && [ $(cat runs | wc -l) = 1 ] && [ ${{n:=0}} -lt 30 ]; do n=$((n + 1)); sleep 0.1; done; wc -l < runs"));
        await LeaveAsync(scene, request, "two");
        await scene.AppearAsync(sleep);

        var (outcome, output) = await JoinAsync(scene, request);

        Expect.Equal(BuildResult.Success, outcome.Result, $"Result ({outcome.Message})");
        Expect.Sequence(["one", "two", "1"], output.Lines.Select(line => line.Trim()), "Lines, from the start");
        Expect.Equal("step 0: echo one", output.Told[0], "The first thing that is told");
        scene.Gone(sleep);
    }

    private static async Task A_build_that_passed_while_nobody_was_there_hands_back_what_it_made(ExecutorScene scene)
    {
        var sleep = NewShortSleep();
        var outbox = scene.NewOutbox("made");
        var request = scene.NewRequest(scene.Job($"echo it > made; echo up; {Words(sleep)}") with { TestReports = ["made"] }, outbox: outbox);
        await LeaveAsync(scene, request, "up");
        await EndAsync(scene, sleep);

        var (outcome, output) = await JoinAsync(scene, request);

        Expect.Equal(BuildResult.Success, outcome.Result, $"Result ({outcome.Message})");
        Expect.Sequence(["up"], output.Lines, "Lines");
        Expect.Equal("it\n", await File.ReadAllTextAsync(Path.Combine(outbox.Folder, "made")), "What it handed back");
        Expect.Equal(1, outcome.Reports.Length, "Reports");
        Expect.That(outcome.Duration < scene.Subject.Deadline, $"The duration is {outcome.Duration}.");
    }

    private static async Task A_build_that_failed_while_nobody_was_there_tells_which_step(ExecutorScene scene)
    {
        var sleep = NewShortSleep();
        var request = scene.NewRequest(scene.Job("echo up", $"{Words(sleep)}; exit 7", "echo never"));
        await LeaveAsync(scene, request, "up");
        await EndAsync(scene, sleep);

        var (outcome, output) = await JoinAsync(scene, request);

        Expect.Equal(BuildResult.Failure, outcome.Result, $"Result ({outcome.Message})");
        Expect.Contains("status 7", outcome.Message, "Message");
        Expect.Sequence(["step 0: echo up", "up", $"step 1: {Words(sleep)}; exit 7", "failed: step 1"], output.Told, "Told");
    }

    private static async Task A_build_that_is_let_go_of_while_it_starts_runs_once(ExecutorScene scene)
    {
        foreach (var milliseconds in new[] { 1, 100, 700, 1500 })
        {
            var request = scene.NewRequest(scene.Job("echo again >> runs; wc -l < runs"));
            using var stop = new CancellationTokenSource(milliseconds);
            var (outcome, output) = await RunOrJoinAsync(scene, request, stop.Token);

            Expect.Equal(BuildResult.Success, outcome.Result, $"Result after {milliseconds} ms ({outcome.Message})");
            Expect.Sequence(["1"], output.Lines.Select(line => line.Trim()), $"How often it ran, after {milliseconds} ms");
        }
    }

    private static async Task A_build_that_is_joined_can_be_cancelled(ExecutorScene scene)
    {
        var sleep = ExecutorScene.NewSleep();
        var request = scene.NewRequest(scene.Job($"echo up; {Words(sleep)}"));
        await LeaveAsync(scene, request, "up");
        using var cancel = new CancellationTokenSource();
        var output = new BuildTranscript();
        var running = JoinAsync(scene, request, output, cancel.Token);
        await output.LineAsync("up", scene.Subject.Deadline);

        await cancel.CancelAsync();

        Expect.Equal(BuildResult.Cancelled, (await running).Outcome.Result, "Result");
        scene.Gone(sleep);
    }

    private static async Task A_build_that_is_cancelled_before_it_is_joined_ends(ExecutorScene scene)
    {
        var sleep = ExecutorScene.NewSleep();
        var request = scene.NewRequest(scene.Job($"echo up; {Words(sleep)}"));
        await LeaveAsync(scene, request, "up");
        await scene.AppearAsync(sleep);

        var (outcome, _) = await JoinAsync(scene, request, cancellationToken: new CancellationToken(canceled: true));

        Expect.Equal(BuildResult.Cancelled, outcome.Result, $"Result ({outcome.Message})");
        scene.Gone(sleep);
    }

    private static async Task The_time_limit_of_a_build_that_is_joined_counts_from_its_start(ExecutorScene scene)
    {
        var sleep = NewShortSleep();
        var request = scene.NewRequest(scene.Job($"echo up; {Words(sleep)}; {Words(sleep)}; {Words(sleep)}; sleep 1000") with { TimeLimit = TimeSpan.FromSeconds(8) });
        await LeaveAsync(scene, request, "up");
        await EndAsync(scene, sleep);
        var clock = TimeProvider.System.GetTimestamp();

        var (outcome, _) = await JoinAsync(scene, request);

        Expect.Equal(BuildResult.TimedOut, outcome.Result, $"Result ({outcome.Message})");
        Expect.That(outcome.Duration >= TimeSpan.FromSeconds(7), $"The duration is {outcome.Duration}.");
        Expect.That(TimeProvider.System.GetElapsedTime(clock) < TimeSpan.FromSeconds(12), $"It took {TimeProvider.System.GetElapsedTime(clock)} more.");
    }

    private static async Task Cancelling_counts_for_more_than_letting_go(ExecutorScene scene)
    {
        var sleep = ExecutorScene.NewSleep();
        using var both = new CancellationTokenSource();
        var output = new BuildTranscript();
        var request = scene.NewRequest(scene.Job($"echo up; {Words(sleep)}"));
        var running = scene.EndAsync(output, told => Lasting(scene).RunLastingAsync(request, told, both.Token, both.Token));
        await output.LineAsync("up", scene.Subject.Deadline);

        await both.CancelAsync();

        Expect.Equal(BuildResult.Cancelled, (await running).Outcome.Result, "Result");
        scene.Gone(sleep);
    }

    private static async Task A_build_that_is_joined_has_a_proxy_again(ExecutorScene scene)
    {
        if (!NetworkChecks.CanHaveNetwork(scene))
        {
            return;
        }

        await using var outside = new OutsideServer();
        await using var first = new SceneProxy(scene, outside.Host);
        var request = scene.NewRequest(scene.Job(
            $"{NetworkChecks.Ask}\nask {outside.Host}; echo up; n=0; until [ \"$(ask 127.0.0.1:9 | head -n 1)\" = 502 ] || [ $n = 100 ]; do n=$((n + 1)); sleep 0.2; done; ask {outside.Host}"));
        await LeaveAsync(scene, request, "up");
        await first.EndAsync();

        // Another server's proxy, which allows a host more: by that the build notices it.
        await using var second = new SceneProxy(scene, outside.Host, "127.0.0.1:9");
        var (outcome, output) = await JoinAsync(scene, request with { ProxySocket = second.Path });

        Expect.Equal(BuildResult.Success, outcome.Result, $"Result ({outcome.Message})");
        Expect.Sequence(["200", "outside", "up", "200", "outside"], output.Lines, "Lines, from the start");
    }

    /// <summary>Runs a build, and joins it when it was let go of before its end.</summary>
    private static async Task<(BuildOutcome Outcome, BuildTranscript Output)> RunOrJoinAsync(ExecutorScene scene, BuildRequest request, CancellationToken stop)
    {
        try
        {
            return await scene.EndAsync(new BuildTranscript(), output => Lasting(scene).RunLastingAsync(request, output, stop, CancellationToken.None));
        }
        catch (OperationCanceledException)
        {
            return await JoinAsync(scene, request, cancellationToken: CancellationToken.None);
        }
    }

    /// <summary>Starts a build and lets go of it after a line.</summary>
    private static async Task LeaveAsync(ExecutorScene scene, BuildRequest request, string line)
    {
        using var stop = new CancellationTokenSource();
        var output = new BuildTranscript();
        var running = scene.EndAsync(output, told => Lasting(scene).RunLastingAsync(request, told, stop.Token, CancellationToken.None));
        await output.LineAsync(line, scene.Subject.Deadline);
        await stop.CancelAsync();
        await ExpectLetGoAsync(running);
    }

    /// <summary>Waits until a program that ends by itself has run, while nobody looks after its build.</summary>
    private static async Task EndAsync(ExecutorScene scene, string[] sleep)
    {
        await scene.AppearAsync(sleep);
        await scene.VanishAsync(sleep);
    }

    /// <summary>Arguments of a program that runs for two seconds, as no other does.</summary>
    private static string[] NewShortSleep() => ["sleep", $"2.0{ExecutorScene.NewSleep()[1]}"];

    private static async Task ExpectLetGoAsync(Task<(BuildOutcome Outcome, BuildTranscript Output)> running)
    {
        try
        {
            var (outcome, _) = await running;
            throw new ConformanceException($"A build that was let go of ended with {outcome.Result}, {outcome.Message} Expected an OperationCanceledException.");
        }
        catch (OperationCanceledException)
        {
            // As it must be.
        }
    }

    private static Task<(BuildOutcome Outcome, BuildTranscript Output)> JoinAsync(
        ExecutorScene scene, BuildRequest request, BuildTranscript? output = null, CancellationToken cancellationToken = default) =>
        scene.EndAsync(output ?? new BuildTranscript(), told => scene.Subject.Successor!().RunLastingAsync(request, told, CancellationToken.None, cancellationToken));

    private static ILastingExecutor Lasting(ExecutorScene scene) => (ILastingExecutor)scene.Subject.Executor;

    private static string Words(string[] arguments) => string.Join(' ', arguments);
}
