using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using PluginCi.Model;

namespace PluginCi.Egress;

/// <summary>A proxy on a real socket, whose names are those of the test.</summary>
internal sealed class ProxyScene : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginci-egress-").FullName;
    private readonly EgressProxy _proxy;

    public ProxyScene(string[] allowed, string[]? inside = null, EgressLimits? limits = null, Func<string, IPAddress[]>? names = null, ILoopbackSite? site = null, TimeProvider? clock = null)
    {
        var rules = new EgressRules([.. allowed.Select(text => HostPattern.Parse(text)!)], [.. (inside ?? allowed).Select(text => HostPattern.Parse(text)!)]) { Site = site };
        _proxy = EgressProxy.Start(Path.Combine(_folder, "proxy"), rules, Records.Enqueue, limits ?? new EgressLimits(), clock ?? TimeProvider.System, (host, _) =>
        {
            Asked.Enqueue(host);
            return Task.FromResult((names ?? (_ => [IPAddress.Loopback]))(host));
        });
    }

    public static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;

    /// <summary>What the proxy told.</summary>
    public ConcurrentQueue<EgressRecord> Records { get; } = new();

    /// <summary>The names that were looked up.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_proxy.Path), Soon);
        return socket;
    }

    /// <summary>Says something and hears the whole answer.</summary>
    public async Task<string> SayAsync(string text, bool closes = false)
    {
        using var socket = await ConnectAsync();
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), Soon);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.Shutdown)
        {
            // It was refused before it was heard. The answer is there.
        }

        if (closes)
        {
            socket.Shutdown(SocketShutdown.Send);
        }

        return await HearAsync(socket);
    }

    public static async Task<string> HearAsync(Socket socket)
    {
        var (heard, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            while (await socket.ReceiveAsync(buffer, Soon) is > 0 and var count)
            {
                heard.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset && heard.ToString().StartsWith("HTTP/1.1 503 ", StringComparison.Ordinal))
        {
            // As above, of what was sent meanwhile.
        }

        return heard.ToString();
    }

    /// <summary>Ends the proxy, after which all is told.</summary>
    public ValueTask EndAsync() => _proxy.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
