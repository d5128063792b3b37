using System.Net;
using System.Net.Sockets;

namespace PluginCi.Egress;

public sealed class ProxyTests
{
    [Fact]
    public async Task A_plain_request_reaches_an_allowed_host_for_itself_alone()
    {
        using var far = new FarServer();
        await using var scene = new ProxyScene([$"far.example:{far.Port}"]);

        var answer = await scene.SayAsync($"GET http://Far.Example.:{far.Port}/a?b HTTP/1.1\r\nHost: other.example\r\nProxy-Connection: keep-alive\r\nConnection: x-mine\r\nX-Mine: 1\r\nAccept: */*\r\n\r\n");

        Assert.EndsWith("\r\n\r\nhello", answer, StringComparison.Ordinal);
        Assert.Equal($"GET /a?b HTTP/1.1\r\nHost: far.example:{far.Port}\r\nAccept: */*\r\nConnection: close\r\n\r\n", await far.Heard.Task.WaitAsync(ProxyScene.Soon));
        await scene.EndAsync();
        Assert.Equal($"== network: far.example:{far.Port} allowed, 0 bytes sent, {answer.Length} received", Assert.Single(scene.Records).ToString());
        Assert.Equal("far.example", Assert.Single(scene.Asked));
    }

    [Fact]
    public async Task A_tunnel_carries_all_both_ways_also_when_one_way_is_closed()
    {
        using var far = new FarServer(until: "question", answer: "answer");
        await using var scene = new ProxyScene([$"far.example:{far.Port}"]);

        var answer = await scene.SayAsync($"CONNECT far.example:{far.Port} HTTP/1.1\r\n\r\nearly question", closes: true);

        Assert.Equal("HTTP/1.1 200 Connection established\r\n\r\nanswer", answer);
        Assert.Equal("early question", await far.Heard.Task.WaitAsync(ProxyScene.Soon));
        await scene.EndAsync();
        Assert.Equal((14L, 6L, null), scene.Records.Select(record => (record.BytesSent, record.BytesReceived, record.Refusal)).Single());
    }

    [Theory]
    [InlineData("CONNECT other.example:443 HTTP/1.1")]
    [InlineData("CONNECT far.example:22 HTTP/1.1")]
    [InlineData("CONNECT far.example.evil.example:443 HTTP/1.1")]
    [InlineData("CONNECT 127.0.0.1:443 HTTP/1.1")]
    [InlineData("CONNECT 169.254.169.254:80 HTTP/1.1")]
    [InlineData("CONNECT [::ffff:169.254.169.254]:80 HTTP/1.1")]
    [InlineData("GET http://other.example/ HTTP/1.1")]
    [InlineData("GET http://169.254.169.254/latest/meta-data HTTP/1.1")]
    public async Task What_the_job_did_not_ask_for_is_refused_and_not_even_looked_up(string line)
    {
        await using var scene = new ProxyScene(["far.example"]);

        Assert.StartsWith("HTTP/1.1 403 ", await scene.SayAsync($"{line}\r\nHost: far.example\r\n\r\n"), StringComparison.Ordinal);

        Assert.Empty(scene.Asked);
        await scene.EndAsync();
        Assert.Matches(@"^== network: \S+ refused: its job does not ask for this host and port by \.Network\(…\)\.$", Assert.Single(scene.Records).ToString());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    public async Task A_name_that_leads_inside_is_refused_however_its_address_is_written(string address)
    {
        using var far = new FarServer();
        await using var scene = new ProxyScene([$"far.example:{far.Port}"], inside: [], names: _ => [IPAddress.Parse(address)]);

        Assert.StartsWith("HTTP/1.1 403 ", await scene.SayAsync($"CONNECT far.example:{far.Port} HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal(0, far.Visits);
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("fe80::1")]
    [InlineData("0.0.0.0")]
    public async Task The_machines_own_link_is_never_reached_whatever_the_site_names(string address)
    {
        await using var scene = new ProxyScene(["far.example"], names: _ => [IPAddress.Parse(address)]);
        Assert.Contains("its address is not of the internet", await scene.SayAsync("CONNECT far.example:80 HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
    }

    // The second answer of a name that changes (DNS rebinding) is never asked for.
    [Fact]
    public async Task A_name_is_looked_up_once_and_the_address_that_was_looked_at_is_connected_to()
    {
        using var far = new FarServer();
        var times = 0;
        await using var scene = new ProxyScene([$"far.example:{far.Port}"], names: _ => [IPAddress.Parse(times++ == 0 ? "127.0.0.1" : "127.0.0.2")]);

        Assert.EndsWith("hello", await scene.SayAsync($"GET http://far.example:{far.Port}/ HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal(1, times);
    }

    [Fact]
    public async Task An_inside_host_is_not_a_licence_for_another_port()
    {
        using var far = new FarServer();
        await using var scene = new ProxyScene([$"far.example:{far.Port}"], inside: ["far.example:1"]);
        Assert.StartsWith("HTTP/1.1 403 ", await scene.SayAsync($"CONNECT far.example:{far.Port} HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 2\r\n", "hi", "hi")]
    [InlineData("Transfer-Encoding: chunked\r\n", "2;x=\"y\"\r\nhi\r\n1\r\n!\r\n0\r\nX-Trailer: 1\r\n\r\n", "2\r\nhi\r\n1\r\n!\r\n0\r\n\r\n")]
    [InlineData("", "", "")]
    public async Task A_second_request_behind_the_first_reaches_nobody(string header, string body, string passedOn)
    {
        using var far = new FarServer(until: passedOn.Length == 0 ? "\r\n\r\n" : passedOn);
        await using var scene = new ProxyScene([$"far.example:{far.Port}"]);

        var answer = await scene.SayAsync($"POST http://far.example:{far.Port}/ HTTP/1.1\r\n{header}\r\n{body}GET http://evil.example/ HTTP/1.1\r\n\r\n");

        Assert.EndsWith("hello", answer, StringComparison.Ordinal);
        var heard = await far.Heard.Task.WaitAsync(ProxyScene.Soon);
        Assert.EndsWith("Connection: close\r\n\r\n" + passedOn, heard, StringComparison.Ordinal);
        Assert.Equal(1, far.Visits);
    }

    [Theory]
    [InlineData("x\r\nhi\r\n")]
    [InlineData("-1\r\nhi\r\n")]
    [InlineData("0x2\r\nhi\r\n")]
    [InlineData("ffffffffffffffff\r\nhi\r\n")]
    [InlineData("2\r\nhi!\r\n0\r\n\r\n")]
    [InlineData("2\nhi\n0\n\n")]
    public async Task Chunks_that_are_none_end_the_request(string body)
    {
        using var far = new FarServer(until: "never");
        await using var scene = new ProxyScene([$"far.example:{far.Port}"]);

        await scene.SayAsync($"POST http://far.example:{far.Port}/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{body}", closes: true);

        await scene.EndAsync();
        Assert.Contains("its body is not of chunks", Assert.Single(scene.Records).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("0\r\n\r\n", await far.Heard.Task.WaitAsync(ProxyScene.Soon), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_not_there_is_told()
    {
        await using var scene = new ProxyScene(["far.example"], names: _ => throw new SocketException((int)SocketError.HostNotFound));
        Assert.Contains("there is no host of this name", await scene.SayAsync("CONNECT far.example:443 HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
    }
}
