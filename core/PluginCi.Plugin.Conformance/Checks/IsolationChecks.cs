using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using PluginCi.Model;

namespace PluginCi.Plugin.Conformance;

/// <summary>What a build sees of others, of the server and of the network: nothing.</summary>
internal static class IsolationChecks
{
    public static ImmutableArray<ConformanceCheck> All { get; } =
    [
        new(As_many_builds_as_there_is_room_for_run_at_once_and_do_not_see_each_other),
        new(Nothing_of_a_build_is_left_for_the_next_one),
        new(There_is_no_network),
        new(Files_of_the_server_are_not_there),
        new(A_build_has_no_rights_over_its_machine),
    ];

    private static async Task As_many_builds_as_there_is_room_for_run_at_once_and_do_not_see_each_other(ExecutorScene scene)
    {
        var sleep = ExecutorScene.NewSleep();
        using var cancel = new CancellationTokenSource();
        BuildTranscript[] outputs = [.. Enumerable.Range(1, scene.Subject.Executor.Capacity - 1).Select(_ => new BuildTranscript())];
        Task<(BuildOutcome Outcome, BuildTranscript)>[] others =
            [.. outputs.Select(output => scene.RunAsync(scene.Job($"touch mine /tmp/mine \"$HOME/mine\"; echo there; {string.Join(' ', sleep)}"), output: output, cancellationToken: cancel.Token))];
        await Task.WhenAll(outputs.Select(output => output.LineAsync("there", scene.Subject.Deadline)));

        var alone = await scene.PassAsync($"ls . /tmp \"$HOME\" | grep -c mine || true; cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c '[s]leep {sleep[1]}' || true");

        Expect.Sequence(["0", "0"], alone.Lines, "Files and processes of other builds");
        Expect.That(others.All(other => !other.IsCompleted), "A build ended although its step sleeps.");
        await cancel.CancelAsync();
        Expect.That((await Task.WhenAll(others)).All(other => other.Outcome.Result == BuildResult.Cancelled), "Not every build was cancelled.");
        scene.Gone(sleep);
    }

    private static async Task Nothing_of_a_build_is_left_for_the_next_one(ExecutorScene scene)
    {
        await scene.PassAsync("touch /tmp/left \"$HOME/left\" left");
        var output = await scene.PassAsync("ls -a . /tmp \"$HOME\" | grep -c left || true");
        Expect.Sequence(["0"], output.Lines, "Files of the build before");
    }

    private static async Task There_is_no_network(ExecutorScene scene)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var output = await scene.PassAsync($"""
            tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '
            if bash -c 'exec 3<>/dev/tcp/127.0.0.1/{((IPEndPoint)listener.LocalEndpoint).Port}' 2> /dev/null; then echo connected; fi
            if bash -c 'exec 3<>/dev/tcp/192.0.2.1/80' 2> /dev/null; then echo connected; fi
            """);

        Expect.Sequence(["lo"], output.Lines.Where(line => scene.Subject.HidesNetwork || line is "lo" or "connected"), "Network devices and connections");
        Expect.That(!listener.Pending(), "A build reached a port of its server's machine.");
    }

    private static async Task Files_of_the_server_are_not_there(ExecutorScene scene)
    {
        var secret = Path.Combine(scene.Root, "secret");
        await File.WriteAllTextAsync(secret, "the server's");
        var output = await scene.PassAsync($"[ ! -e {secret} ] && [ ! -e {scene.Root} ] && ! cat /proc/*/environ 2> /dev/null | grep -q DOTNET && echo hidden");
        Expect.Sequence(["hidden"], output.Lines, "Files");
    }

    private static async Task A_build_has_no_rights_over_its_machine(ExecutorScene scene)
    {
        var output = await scene.PassAsync("[ \"$(id -u)\" -ne 0 ] && echo plain; grep -E 'CapEff|CapPrm|CapInh|CapAmb|NoNewPrivs' /proc/self/status | tr -d '\\t'; (echo x > /x) 2> /dev/null || echo read-only");
        Expect.Sequence(
            ["plain", "CapInh:0000000000000000", "CapPrm:0000000000000000", "CapEff:0000000000000000", "CapAmb:0000000000000000", "NoNewPrivs:1", "read-only"], output.Lines, "Rights");
    }
}
