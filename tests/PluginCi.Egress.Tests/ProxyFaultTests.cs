using System.Net.Sockets;
using System.Text;

namespace PluginCi.Egress;

public sealed class ProxyFaultTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task A_head_without_end_is_cut()
    {
        await using var scene = new ProxyScene(["far.example"]);
        Assert.StartsWith("HTTP/1.1 431 ", await scene.SayAsync($"GET http://far.example/ HTTP/1.1\r\nX: {new string('x', 33_000)}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_that_trickles_is_cut_when_its_time_is_over()
    {
        await using var scene = new ProxyScene(["far.example"], limits: new EgressLimits { HeadTime = Short });
        using var slow = await scene.ConnectAsync();
        foreach (var letter in "GET http://far.example/ HTTP/1.1\r\n".TakeWhile(_ => !slow.Poll(TimeSpan.FromMilliseconds(20), SelectMode.SelectRead)))
        {
            await slow.SendAsync(new[] { (byte)letter }, ProxyScene.Soon);
        }

        Assert.StartsWith("HTTP/1.1 408 ", await ProxyScene.HearAsync(slow), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET http://far.ex")]
    public async Task A_connection_that_ends_within_its_head_is_told_and_harms_nobody(string begun)
    {
        using var far = new FarServer();
        await using var scene = new ProxyScene([$"far.example:{far.Port}"]);

        Assert.StartsWith("HTTP/1.1 400 ", await scene.SayAsync(begun, closes: true), StringComparison.Ordinal);
        Assert.EndsWith("hello", await scene.SayAsync($"GET http://far.example:{far.Port}/ HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_carries_nothing_is_ended()
    {
        using var far = new FarServer(until: "never");
        await using var scene = new ProxyScene([$"far.example:{far.Port}"], limits: new EgressLimits { IdleTime = Short });

        Assert.Equal("HTTP/1.1 200 Connection established\r\n\r\n", await scene.SayAsync($"CONNECT far.example:{far.Port} HTTP/1.1\r\n\r\nhi"));

        await scene.EndAsync();
        Assert.Equal($"== network: far.example:{far.Port} cut after 2 bytes sent, 0 received: nothing came for 0.2 seconds.", Assert.Single(scene.Records).ToString());
    }

    [Fact]
    public async Task A_build_that_carries_too_much_is_cut_and_carries_no_more()
    {
        using var far = new FarServer(until: "go", answer: new string('x', 100_000));
        await using var scene = new ProxyScene([$"far.example:{far.Port}"], limits: new EgressLimits { MostBytes = 50_000 });

        Assert.InRange((await scene.SayAsync($"CONNECT far.example:{far.Port} HTTP/1.1\r\n\r\ngo")).Length, 0, 50_100);
        await scene.SayAsync($"CONNECT far.example:{far.Port} HTTP/1.1\r\n\r\ngo");

        await scene.EndAsync();
        Assert.All(scene.Records, record => Assert.Contains("more than 50000 bytes", record.Refusal, StringComparison.Ordinal));
        Assert.InRange(scene.Records.Sum(record => record.BytesSent + record.BytesReceived), 0, 50_000);
    }

    [Fact]
    public async Task One_connection_too_many_is_refused_until_another_ends()
    {
        using var far = new FarServer();
        await using var scene = new ProxyScene([$"far.example:{far.Port}"], limits: new EgressLimits { MostConnections = 2 });
        using (await scene.ConnectAsync())
        using (await scene.ConnectAsync())
        {
            Assert.StartsWith("HTTP/1.1 503 ", await scene.SayAsync(""), StringComparison.Ordinal);
        }

        string answer;
        do
        {
            answer = await scene.SayAsync($"GET http://far.example:{far.Port}/ HTTP/1.1\r\n\r\n");
        }
        while (answer.StartsWith("HTTP/1.1 503 ", StringComparison.Ordinal) && !ProxyScene.Soon.IsCancellationRequested);

        Assert.EndsWith("hello", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_without_end_are_refused_and_fill_no_log()
    {
        await using var scene = new ProxyScene([], limits: new EgressLimits { MostRequests = 3 });
        for (var index = 0; index < 10; index++)
        {
            Assert.StartsWith(index < 3 ? "HTTP/1.1 403 " : "HTTP/1.1 429 ", await scene.SayAsync("CONNECT far.example:443 HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
        }

        await scene.EndAsync();
        Assert.Equal(4, scene.Records.Count);
    }

    [Fact]
    public async Task The_end_of_a_build_ends_its_connections_and_tells_them_before()
    {
        using var far = new FarServer(until: "never");
        await using var scene = new ProxyScene([$"far.example:{far.Port}"]);
        using var tunnel = await scene.ConnectAsync();
        await tunnel.SendAsync(Encoding.ASCII.GetBytes($"CONNECT far.example:{far.Port} HTTP/1.1\r\n\r\n"), ProxyScene.Soon);
        await tunnel.ReceiveAsync(new byte[1000], ProxyScene.Soon);

        await scene.EndAsync();

        Assert.Equal("the build ended.", Assert.Single(scene.Records).Refusal);
        Assert.Equal(0, await tunnel.ReceiveAsync(new byte[1], ProxyScene.Soon));
        await Assert.ThrowsAsync<SocketException>(scene.ConnectAsync);
    }

    [Fact]
    public void A_path_that_no_socket_can_have_is_told() =>
        Assert.Contains("longer than the 107 bytes", Assert.Throws<IOException>(() => EgressProxy.Start("/tmp/" + new string('x', 110), new EgressRules([], []), _ => { }, null, TimeProvider.System)).Message, StringComparison.Ordinal);
}
