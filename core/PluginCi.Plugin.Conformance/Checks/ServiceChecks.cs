using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PluginCi.Model;

namespace PluginCi.Plugin.Conformance;

/// <summary>What runs beside a build: there before its first step, gone with it, and nobody else's.</summary>
internal static class ServiceChecks
{
    // A service that needs no module of perl: whoever says "end" ends it, others are told its password, what is in its folder and what they said.
    private const string Listener = """
        $| = 1; print "up with $ENV{PASSWORD}\n";
        socket(S, 2, 1, 6) && bind(S, pack("Sna4x8", 2, $ENV{PORT}, pack("C4", 127, 0, 0, 1))) && listen(S, 9) or die "no port: $!";
        while (accept(C, S)) {
          $said = <C>; exit 3 if $said =~ /^end/;
          opendir(D, "."); @files = sort(grep(!/^\./, readdir(D)));
          syswrite(C, join(" ", $ENV{PASSWORD}, @files, $said)); close(C);
        }
        """;

    public static ImmutableArray<ConformanceCheck> All { get; } =
    [
        new(Services_are_ready_before_the_first_step_and_have_what_they_were_given),
        new(A_service_shares_nothing_with_its_build_but_the_loopback),
        new(A_service_is_reached_by_its_own_build_only),
        new(Services_are_gone_with_their_build_however_it_ends),
        new(A_build_that_is_cancelled_while_its_services_start_leaves_nothing),
        new(A_service_that_does_not_come_up_loses_the_build_and_says_why),
        new(A_service_that_ends_before_its_build_is_told),
        new(A_service_that_prints_much_takes_nothing_from_its_build),
        new(A_service_that_wants_more_than_it_may_have_ends_the_build_with_the_limit),
        new(A_service_of_the_workspace_has_a_copy_of_it),
    ];

    private static async Task Services_are_ready_before_the_first_step_and_have_what_they_were_given(ExecutorScene scene)
    {
        var (one, two) = (Service("one", before: "(sleep 0.3; touch warm) &") with { Ready = "[ -e warm ] && [ -n \"$PASSWORD\" ]" }, Service("two"));
        var output = await PassAsync(scene, scene.Job($"{Ask(one, "first")}; {Ask(two, "second")}", "echo \"$ONE_PASSWORD $TWO_PASSWORD\"") with { Services = [one, two] });

        Expect.That(output.Lines is [_, _, var passwords] && passwords.Split(' ') is [{ Length: > 8 }, { Length: > 8 }], $"Lines: {output.Text}");
        var given = output.Lines[2].Split(' ');
        Expect.Sequence([$"{given[0]} warm first", $"{given[1]} second"], output.Lines.Take(2), "Answers of the services");
        Expect.That(given[0] != given[1], "Both services have one password.");
        Expect.Sequence([$"one: up with {given[0]}", $"two: up with {given[1]}"], output.ServiceLines.Where(line => line.Contains(": up", StringComparison.Ordinal)).Order(StringComparer.Ordinal), "Output of the services");
    }

    private static async Task A_service_shares_nothing_with_its_build_but_the_loopback(ExecutorScene scene)
    {
        var (sleep, own) = (ExecutorScene.NewSleep(), ExecutorScene.NewSleep());
        var service = Service("one", before: $"touch /tmp/mine \"$HOME/mine\"; {Words(sleep)} & (while sleep 0.1; do {Look(scene, own)}; done) &");
        var output = await PassAsync(scene, scene.Job($"touch /tmp/mine; {Words(own)} & {Look(scene, sleep)}; sleep 1") with { Services = [service] });

        Expect.Sequence(["sees 1 0 lo CapEff:0000000000000000"], output.Lines, "What a step sees of files, of processes of the service, of devices and rights");
        Expect.Sequence(
            ["one: sees 2 0 lo CapEff:0000000000000000"], output.ServiceLines.Where(line => line.StartsWith("one: sees ", StringComparison.Ordinal)).Distinct(), "What its service sees");
    }

    private static async Task A_service_is_reached_by_its_own_build_only(ExecutorScene scene)
    {
        var service = Service("one");
        using var cancel = new CancellationTokenSource();
        var output = new BuildTranscript();
        var running = scene.RunAsync(scene.Job($"{Ask(service, "mine")} && echo there; sleep 1000") with { Services = [service] }, output: output, cancellationToken: cancel.Token);
        await output.LineAsync("there", scene.Subject.Deadline);

        using (var client = new TcpClient())
        {
            Expect.That(!Connects(client, service.Port), "The service is reached from the machine.");
        }

        if (scene.Subject.Executor.Capacity > 1)
        {
            var alone = await PassAsync(scene, scene.Job($"bash -c 'exec 3<>/dev/tcp/127.0.0.1/{service.Port}' 2> /dev/null || echo refused"));
            Expect.Sequence(["refused"], alone.Lines, "Lines of another build that asks the service");
            var same = await PassAsync(scene, scene.Job(Ask(service, "own"), "echo \"$ONE_PASSWORD own\"") with { Services = [service] });
            Expect.Equal(same.Lines[1], same.Lines[0], "Answer to another build with a service on the same port");
            Expect.That(!output.Lines[0].StartsWith(same.Lines[1].Split(' ')[0] + " ", StringComparison.Ordinal), "Two builds have one password.");
        }

        await cancel.CancelAsync();
        Expect.Equal(BuildResult.Cancelled, (await running).Outcome.Result, "Result");
    }

    private static async Task Services_are_gone_with_their_build_however_it_ends(ExecutorScene scene)
    {
        await EndAsync(scene, "true", BuildResult.Success);
        await EndAsync(scene, "false", BuildResult.Failure);
        await EndAsync(scene, "sleep 1000", BuildResult.TimedOut);
        await EndAsync(scene, "echo up; sleep 1000", BuildResult.Cancelled);
    }

    private static async Task EndAsync(ExecutorScene scene, string command, BuildResult result)
    {
        var (stray, sleep) = (ExecutorScene.NewSleep(), ExecutorScene.NewSleep());
        var service = Service("one", before: $"setsid nohup {Words(stray)} > /dev/null & {Words(sleep)} &");
        using var cancel = new CancellationTokenSource();
        var output = new BuildTranscript();
        var job = scene.Job(command) with { Services = [service], TimeLimit = result == BuildResult.TimedOut ? TimeSpan.FromSeconds(1) : scene.Subject.Deadline };
        var running = scene.RunAsync(job, output: output, cancellationToken: cancel.Token);
        if (result == BuildResult.Cancelled)
        {
            await output.LineAsync("up", scene.Subject.Deadline);
            await scene.AppearAsync(stray);
            await cancel.CancelAsync();
        }

        var (outcome, _) = await running;
        Expect.Equal(result, outcome.Result, $"Result of `{command}` ({outcome.Message})");
        scene.Gone(stray);
        scene.Gone(sleep);
    }

    private static async Task A_build_that_is_cancelled_while_its_services_start_leaves_nothing(ExecutorScene scene)
    {
        foreach (var milliseconds in new[] { 1, 100, 300, 600, 1200 })
        {
            var sleep = ExecutorScene.NewSleep();
            using var cancel = new CancellationTokenSource(milliseconds);
            var (outcome, output) = await scene.RunAsync(scene.Job("echo never") with { Services = [Service("one") with { Start = Words(sleep) }] }, cancellationToken: cancel.Token);

            Expect.Equal(BuildResult.Cancelled, outcome.Result, $"Result after {milliseconds} ms ({outcome.Message})");
            Expect.Sequence([], output.Lines, "Lines");
            scene.Gone(sleep);
        }
    }

    private static async Task A_service_that_does_not_come_up_loses_the_build_and_says_why(ExecutorScene scene)
    {
        await TroubleAsync(scene, Service("one") with { Start = "echo broken; exit 7" }, "Service 'one' ended with status 7 before it was ready", "broken");
        await TroubleAsync(scene, Service("one") with { Start = "echo idle; exec sleep 1000", ReadyWithin = TimeSpan.FromSeconds(5) }, "Service 'one' was not ready after 5 seconds", "nothing listened", "idle");
        await TroubleAsync(scene, Service("one") with { Ready = "false", ReadyWithin = TimeSpan.FromSeconds(5) }, "Service 'one' was not ready after 5 seconds", "'false' did not pass");
    }

    private static async Task A_service_that_ends_before_its_build_is_told(ExecutorScene scene)
    {
        var (one, two) = (Service("one"), Service("two"));
        var ask = Ask(one, "end");
        var (outcome, output) = await scene.RunAsync(scene.Job($"{ask} || true; while {ask} 2> /dev/null; do sleep 0.01; done; exit 4") with { Services = [one, two] });

        Expect.Equal(BuildResult.Failure, outcome.Result, $"Result ({outcome.Message}\n{output.Text})");
        Expect.Contains("status 4", outcome.Message, "Message");
        Expect.Contains("Service 'one' had ended with status 3", outcome.Message, "Message");
        Expect.That(!outcome.Message.Contains("'two'", StringComparison.Ordinal), $"The other service is up: {outcome.Message}");
    }

    private static async Task A_service_that_prints_much_takes_nothing_from_its_build(ExecutorScene scene)
    {
        var service = Service("one", before: "yes flood | head -n 200000;");
        var job = scene.Job(Ask(service, "x"), "echo done");
        var output = await PassAsync(scene, job with { Limits = job.Limits with { OutputBytes = 6000 }, Services = [service with { Limits = service.Limits with { OutputBytes = 30_000 } }] });

        var bytes = output.ServiceLines.Sum(line => line.Length - "one: ".Length + 1);
        Expect.That(bytes is > 29_000 and < 31_000, $"{bytes} bytes of the service were told, of 30000.");
        Expect.That(output.ServiceLines.Any(line => line.Contains("left out", StringComparison.Ordinal)), "It is not told that the rest is left out.");
    }

    private static async Task A_service_that_wants_more_than_it_may_have_ends_the_build_with_the_limit(ExecutorScene scene)
    {
        if (!scene.Subject.LimitsMemory)
        {
            return;
        }

        var service = Service("one", before: "(sleep 0.3; tail /dev/zero) &");
        var (outcome, _) = await scene.RunAsync(scene.Job("sleep 10") with { Services = [service with { Limits = service.Limits with { MemoryBytes = 64 << 20, DiskBytes = 16 << 20 } }] });

        Expect.Equal(BuildResult.LimitExceeded, outcome.Result, $"Result ({outcome.Message})");
        Expect.Contains("Service 'one' needed more than its memory limit of 67108864 bytes", outcome.Message, "Message");
    }

    private static async Task A_service_of_the_workspace_has_a_copy_of_it(ExecutorScene scene)
    {
        scene.StartIn = "project";
        var workspace = scene.NewWorkspace();
        Directory.CreateDirectory(Path.Combine(workspace, "project"));
        await File.WriteAllTextAsync(Path.Combine(workspace, "project", "checked-out"), "x");
        var service = Service("one", before: "touch made-by-service;") with { SeesWorkspace = true };
        var (outcome, output) = await scene.RunAsync(scene.Job($"touch made-by-step; {Ask(service, "x")}; ls") with { Services = [service] }, workspace);

        Expect.Equal(BuildResult.Success, outcome.Result, $"Result ({outcome.Message}\n{output.Text})");
        Expect.That(output.Lines[0].EndsWith(" checked-out made-by-service x", StringComparison.Ordinal), $"Files of the service: {output.Lines[0]}");
        Expect.Sequence(["checked-out", "made-by-step"], output.Lines.Skip(1), "Files of the step");
    }

    private static async Task TroubleAsync(ExecutorScene scene, ServicePlan service, params string[] expected)
    {
        var (outcome, output) = await scene.RunAsync(scene.Job("echo never") with { Services = [service] });

        Expect.Equal(BuildResult.Lost, outcome.Result, $"Result ({outcome.Message}\n{output.Text})");
        foreach (var part in expected)
        {
            Expect.Contains(part, outcome.Message, "Message");
        }
    }

    private static async Task<BuildTranscript> PassAsync(ExecutorScene scene, JobPlan job)
    {
        var (outcome, output) = await scene.RunAsync(job);
        Expect.That(outcome.Result == BuildResult.Success, $"The build ended with {outcome.Result}: {outcome.Message} It told:\n{output.Text}");
        return output;
    }

    /// <summary>A service on a port that nothing on the machine listens on now.</summary>
    private static ServicePlan Service(string name, string before = "")
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return new ServicePlan
        {
            Name = name,
            Start = $"{before} LC_ALL=C exec perl -e '{Listener}'",
            Port = port,
            ReadyWithin = TimeSpan.FromSeconds(30),
            Environment = ImmutableSortedDictionary<string, string>.Empty.Add("PORT", port.ToString(CultureInfo.InvariantCulture)).Add("PASSWORD", ServicePlan.Password),
            Exports = ImmutableSortedDictionary<string, string>.Empty.Add($"{name.ToUpperInvariant()}_PASSWORD", ServicePlan.Password),
            Limits = new ResourceLimits { MemoryBytes = 128 << 20, DiskBytes = 32 << 20, Processes = 64 },
        };
    }

    private static string Ask(ServicePlan service, string words) =>
        $"LC_ALL=C bash -c 'exec 3<>/dev/tcp/127.0.0.1/{service.Port} && echo {words} >&3 && cat <&3'";

    // How many files that are its own, how many processes of another's, which devices where the executor hides them.
    private static string Look(ExecutorScene scene, string[] other) =>
        $"echo sees $(ls /tmp \"$HOME\" | grep -c mine) $(cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c '[s]leep {other[1]}') "
        + $"{(scene.Subject.HidesNetwork ? "$(tail -n +3 /proc/net/dev | cut -d: -f1)" : "lo")} $(grep CapEff /proc/self/status | tr -d '\\t')";

    private static bool Connects(TcpClient client, int port)
    {
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Words(string[] words) => string.Join(' ', words);
}
