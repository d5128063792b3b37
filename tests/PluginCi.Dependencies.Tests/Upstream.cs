using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PluginCi.Dependencies;

/// <summary>A registry's server on a port of this machine: it answers with what the test puts there, and remembers the heads of all requests.</summary>
internal sealed class Upstream : IDisposable
{
    private readonly ConcurrentDictionary<string, byte[]> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _heads = new();
    private readonly int _port;
    private TcpListener? _listener;

    public Upstream()
    {
        Start(0);
        _port = ((IPEndPoint)_listener!.LocalEndpoint).Port;
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/");

    public string Authority => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <summary>All requests, each with its headers.</summary>
    public string[] Heads => [.. _heads];

    /// <summary>The paths that were asked for.</summary>
    public string[] Paths => [.. _heads.Select(head => head.Split(' ')[1])];

    public void Put(string path, string text, params string[] headers) => Put(path, Encoding.UTF8.GetBytes(text), headers);

    public void Put(string path, byte[] bytes, params string[] headers) => PutRaw(path, [.. Encoding.ASCII.GetBytes(Head("200 OK", bytes.Length, headers)), .. bytes]);

    public void PutStatus(string path, string status, params string[] headers) => PutRaw(path, Encoding.ASCII.GetBytes(Head(status, 0, headers)));

    public void PutRaw(string path, byte[] answer) => _answers[path] = answer;

    /// <summary>From now on nothing listens there.</summary>
    public void GoDown() => _listener?.Stop();

    public void ComeBack() => Start(_port);

    public void Dispose() => _listener?.Dispose();

    private static string Head(string status, int length, string[] headers) =>
        string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n");

    private void Start(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _listener = listener;
        _ = AcceptAsync(listener);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptSocketAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test took it down.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var closing = client;
        var (head, buffer) = (new StringBuilder(), new byte[8192]);
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await client.ReceiveAsync(buffer);
            if (count == 0)
            {
                return;
            }

            head.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        _heads.Enqueue(head.ToString());
        await SendAsync(client, _answers.GetValueOrDefault(head.ToString().Split(' ')[1]) ?? Encoding.ASCII.GetBytes(Head("404 Not Found", 0, [])));
        client.Shutdown(SocketShutdown.Send);
    }

    private static async Task SendAsync(Socket client, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await client.SendAsync(bytes)..];
        }
    }
}
