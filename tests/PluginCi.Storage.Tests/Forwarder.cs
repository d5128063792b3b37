using System.Net;
using System.Net.Sockets;

namespace PluginCi.Storage;

/// <summary>Stands between a server and PostgreSQL, and can lose the server's side of every connection while PostgreSQL's stays open.</summary>
internal sealed class Forwarder : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _target;
    private readonly List<(Socket Server, Socket Postgres)> _pairs = [];
    private readonly Task _accepting;

    public Forwarder(string address)
    {
        _target = new Uri(address);
        _listener.Start();
        Address = new UriBuilder(_target) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri.ToString();
        _accepting = AcceptAsync();
    }

    public string Address { get; }

    public void CutTheServersSide()
    {
        lock (_pairs)
        {
            _pairs.ForEach(pair => pair.Server.Dispose());
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        lock (_pairs)
        {
            _pairs.ForEach(pair =>
            {
                pair.Server.Dispose();
                pair.Postgres.Dispose();
            });
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var server = await _listener.AcceptSocketAsync();
                var postgres = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await postgres.ConnectAsync(_target.Host, _target.Port);
                lock (_pairs)
                {
                    _pairs.Add((server, postgres));
                }

                _ = CopyAsync(server, postgres);
                _ = CopyAsync(postgres, server);
            }
        }
        catch (SocketException)
        {
            // It is disposed.
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[65536];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One side is gone; the other stays as it is.
        }
    }
}
