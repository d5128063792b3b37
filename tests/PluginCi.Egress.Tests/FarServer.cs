using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PluginCi.Egress;

/// <summary>A server outside: it keeps all that each connection brings until that is closed for writing, and answers once it has seen a text.</summary>
internal sealed class FarServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _until;
    private readonly string _answer;

    public FarServer(string until = "\r\n\r\n", string answer = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello")
    {
        (_until, _answer) = (until, answer);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>How many came.</summary>
    public int Visits { get; private set; }

    /// <summary>What the first one brought, once it has closed.</summary>
    public TaskCompletionSource<string> Heard { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync());
                Visits++;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var client = socket;
        var heard = new StringBuilder();
        var buffer = new byte[4096];
        var isAnswered = false;
        try
        {
            while (await client.ReceiveAsync(buffer) is > 0 and var count)
            {
                heard.Append(Encoding.Latin1.GetString(buffer, 0, count));
                if (!isAnswered && heard.ToString().Contains(_until, StringComparison.Ordinal))
                {
                    isAnswered = true;
                    await client.SendAsync(Encoding.Latin1.GetBytes(_answer));
                    client.Shutdown(SocketShutdown.Send);
                }
            }
        }
        catch (SocketException)
        {
            // It was cut off.
        }

        Heard.TrySetResult(heard.ToString());
    }
}
