using System.Collections.Immutable;

namespace PluginCi.Plugin.Conformance;

/// <summary>The one way out of a build: the proxy that its request names, and nothing where it names none. The outside is a server on a port of this machine. An executor that has no
/// such way says so by <see cref="IExecutor.FindObstacle"/>.</summary>
internal static class NetworkChecks
{
    // Speaks to the proxy as the variables say, and tells the status and the last line.
    public const string Ask = """
        ask() {
            bash -c 'p=${http_proxy#http://}; exec 3<>/dev/tcp/${p%:*}/${p##*:}; printf "GET http://$0/ HTTP/1.1\r\n\r\n" >&3
                read -r _ status _ <&3; echo $status; while read -r line <&3 || [ -n "$line" ]; do last=$line; done; echo "$last"' "$1" 2> /dev/null
        }
        """;

    public static ImmutableArray<ConformanceCheck> All { get; } =
    [
        new(Without_a_proxy_no_variable_names_one),
        new(What_its_proxy_allows_is_reached_and_nothing_else),
        new(Each_build_speaks_to_its_own_proxy),
        new(Nothing_speaks_to_a_proxy_after_the_end_of_its_build),
    ];

    private static async Task Without_a_proxy_no_variable_names_one(ExecutorScene scene) =>
        Expect.Sequence(["0"], (await scene.PassAsync("env | grep -ci '_proxy=' || true")).Lines, "Variables");

    private static async Task What_its_proxy_allows_is_reached_and_nothing_else(ExecutorScene scene)
    {
        if (!CanHaveNetwork(scene))
        {
            return;
        }

        await using var outside = new OutsideServer();
        await using var proxy = new SceneProxy(scene, outside.Host);

        // What keeps a build from the network where it has a device is not the executor's own.
        var (devices, elsewhere) = scene.Subject.HidesNetwork ? ("tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '", "exec 3<>/dev/tcp/192.0.2.1/80") : ("echo lo", "false");
        var output = await scene.PassAsync(
            $"{Ask}\nask {outside.Host}; ask 127.0.0.1:9; ask 169.254.169.254:80",
            "[ \"$http_proxy$http_proxy$http_proxy\" = \"$https_proxy$HTTP_PROXY$HTTPS_PROXY\" ] && echo named",
            $"{devices}; if bash -c 'exec 3<>/dev/tcp/127.0.0.1/{outside.Port}' 2> /dev/null; then echo direct; fi",
            $"bash -c '{elsewhere}' 2> /dev/null || echo '{outside.Host} alone'");

        Expect.Sequence(
            ["200", "outside", "403", "127.0.0.1:9", "403", "169.254.169.254:80", "named", "lo", $"{outside.Host} alone"],
            output.Lines.Select(line => line.Split(" is refused")[0]),
            "Answers");
        Expect.Equal(1, outside.Visits, "Connections to the server outside");
    }

    private static async Task Each_build_speaks_to_its_own_proxy(ExecutorScene scene)
    {
        if (!CanHaveNetwork(scene) || scene.Subject.Executor.Capacity < 2)
        {
            return;
        }

        await using var outside = new OutsideServer();
        await using var open = new SceneProxy(scene, outside.Host);
        var first = scene.RunAsync(scene.Job($"{Ask}\nask {outside.Host}"));
        await using var shut = new SceneProxy(scene);
        var second = scene.RunAsync(scene.Job($"{Ask}\nask {outside.Host}"));

        var both = await Task.WhenAll(first, second);
        Expect.Sequence(["200", "403"], both.Select(one => one.Output.Lines is [var status, ..] ? status : ""), "The status for the build whose proxy allows it, and for the one whose does not");
        await open.EndAsync();
        await shut.EndAsync();
        Expect.Sequence(["True", "False"], [.. open.Allowed, .. shut.Allowed], "What the proxies were asked");
    }

    private static async Task Nothing_speaks_to_a_proxy_after_the_end_of_its_build(ExecutorScene scene)
    {
        if (!CanHaveNetwork(scene))
        {
            return;
        }

        await using var outside = new OutsideServer();
        await using var proxy = new SceneProxy(scene, outside.Host);
        using var cancel = new CancellationTokenSource();
        var output = new BuildTranscript();
        var running = scene.RunAsync(
            scene.Job($"bash -c 'p=${{http_proxy#http://}}; exec 3<>/dev/tcp/${{p%:*}}/${{p##*:}}; printf \"CONNECT {outside.Host} HTTP/1.1\\r\\n\\r\\n\" >&3; read -r line <&3; echo open; sleep 1000'"),
            output: output, cancellationToken: cancel.Token);
        await output.LineAsync("open", scene.Subject.Deadline);
        await cancel.CancelAsync();
        await running;

        // Here the executor is done; the tunnel, which the proxy did not end, is closed from its side.
        await proxy.WhenToldAsync(scene.Subject.Deadline);
        Expect.Equal(0, LocalProcesses.CountNaming(proxy.Path), "Processes that name the socket of the proxy");
    }

    /// <summary>False when the executor has no way to the network for builds.</summary>
    public static bool CanHaveNetwork(ExecutorScene scene) => scene.Subject.Executor.FindObstacle(scene.Job("true") with { Network = ["example.org"] }) is null;
}
