using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PluginCi.Plugin.Conformance;

/// <summary>A server of HTTP on this machine.</summary>
internal sealed class OutsideServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    public OutsideServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Host => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public int Visits { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptSocketAsync();
                Visits++;
                if (await client.ReceiveAsync(buffer) > 0)
                {
                    await client.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\noutside"u8.ToArray());
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The check is over.
        }
    }
}
