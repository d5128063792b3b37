using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace PluginCi.Egress;

public sealed class RequestHeadTests
{
    // Pieces that heads are attacked with, beside harmless ones.
    private static readonly string[] Pieces =
    [
        "Content-Length: 5\r\n", "Content-Length: 0\r\n", "content-length : 5\r\n", "Content-Length: +5\r\n", "Content-Length: 5, 5\r\n", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n", "Transfer-Encoding:\tchunked\r\n", " Transfer-Encoding: chunked\r\n", "Transfer-Encoding\r\n", "X: a\nTransfer-Encoding: chunked\r\n", "X: a\rHost: evil\r\n",
        "Host: evil.example\r\n", "Host: other.example\r\n", "Connection: content-length\r\n", "Connection: x-secret, close\r\n", "X-Secret: 1\r\n", "Upgrade: h2c\r\n", "Accept: */*\r\n", "X: \0\r\n", "X: é\r\n", ": a\r\n",
    ];

    [Fact]
    public void What_is_passed_on_has_one_host_and_at_most_one_end_of_its_body_whatever_came() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(3000),
        Prop.ForAll(Gen.Elements(Pieces).ArrayOf().ToArbitrary(), IsPassedOnInOneWay));

    private static bool IsPassedOnInOneWay(string[] headers)
    {
        RequestHead head;
        try
        {
            head = Parse($"POST http://good.example/x HTTP/1.1\r\n{string.Concat(headers)}\r\n");
        }
        catch (RefusalException refusal)
        {
            return refusal.Status == 400;
        }

        // Read as loosely as any server might: with every kind of a line's end, and with spaces before names.
        var lines = Encoding.Latin1.GetString([.. head.ToServer]).Split('\r', '\n');
        string[] Named(string name) => [.. lines.Where(line => line.Trim().StartsWith(name, StringComparison.OrdinalIgnoreCase))];
        var (lengths, codings) = (Named("content-length"), Named("transfer-encoding"));
        return Named("host") is ["Host: good.example"] && Named("connection") is ["Connection: close"] && Named("upgrade").Length == 0
            && lengths.Length + codings.Length <= 1
            && head.Body == (codings.Length == 1 ? RequestHead.Chunked : lengths is ["Content-Length: 5"] ? 5 : 0);
    }

    [Theory]
    [InlineData("CONNECT pypi.org:443 HTTP/1.1", "pypi.org", 443)]
    [InlineData("CONNECT PyPI.org.:443 HTTP/1.0", "pypi.org", 443)]
    [InlineData("CONNECT [::1]:8080 HTTP/1.1", "::1", 8080)]
    [InlineData("CONNECT 169.254.169.254:80 HTTP/1.1", "169.254.169.254", 80)]
    [InlineData("GET http://pypi.org HTTP/1.1", "pypi.org", 80)]
    [InlineData("GET HTTP://pypi.org:8080?x=@evil.example HTTP/1.1", "pypi.org", 8080)]
    public void A_host_and_its_port_are_read(string line, string host, int port)
    {
        var head = Parse($"{line}\r\nHost: other.example\r\n\r\n");
        Assert.Equal((host, port), (head.Host, head.Port));
    }

    [Theory]
    [InlineData("CONNECT pypi.org HTTP/1.1")]
    [InlineData("CONNECT pypi.org: HTTP/1.1")]
    [InlineData("CONNECT pypi.org:443:80 HTTP/1.1")]
    [InlineData("CONNECT pypi.org:0443 HTTP/1.1")]
    [InlineData("CONNECT pypi.org:+443 HTTP/1.1")]
    [InlineData("CONNECT pypi.org:65979 HTTP/1.1")]
    [InlineData("CONNECT pypi.org..:443 HTTP/1.1")]
    [InlineData("CONNECT user@pypi.org:443 HTTP/1.1")]
    [InlineData("CONNECT *.pypi.org:443 HTTP/1.1")]
    [InlineData("CONNECT http://pypi.org:443 HTTP/1.1")]
    [InlineData("CONNECT 2130706433:80 HTTP/1.1")]
    [InlineData("CONNECT 0x7f000001:80 HTTP/1.1")]
    [InlineData("CONNECT 127.1:80 HTTP/1.1")]
    [InlineData("CONNECT 0177.0.0.1:80 HTTP/1.1")]
    [InlineData("CONNECT [fe80::1%25eth0]:80 HTTP/1.1")]
    [InlineData("CONNECT bücher.example:443 HTTP/1.1")]
    [InlineData("CONNECT pypi%2eorg:443 HTTP/1.1")]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("GET https://pypi.org/ HTTP/1.1")]
    [InlineData("GET http://user:word@pypi.org/ HTTP/1.1")]
    [InlineData("GET http:/pypi.org/ HTTP/1.1")]
    [InlineData("GET http://pypi.org\\@evil.example/ HTTP/1.1")]
    [InlineData("GET http://pypi.org/#@evil.example HTTP/1.1")]
    [InlineData("GET http://pypi.org/ HTTP/2.0")]
    [InlineData("GET  http://pypi.org/ HTTP/1.1")]
    [InlineData("get http://pypi.org/ HTTP/1.1")]
    [InlineData("GET http://pypi.org/")]
    public void What_could_be_read_in_two_ways_is_refused(string line) =>
        Assert.Equal(400, Assert.Throws<RefusalException>(() => Parse($"{line}\r\nHost: pypi.org\r\n\r\n")).Status);

    private static RequestHead Parse(string text) => RequestHead.Parse(Encoding.UTF8.GetBytes(text));
}
