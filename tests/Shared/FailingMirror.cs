using System.Net;
using System.Net.Sockets;

namespace PluginCi.Testing;

/// <summary>An HTTP server on this machine that answers every question with a failure.</summary>
internal sealed class FailingMirror : IDisposable
{
    private readonly HttpListener _listener = new();

    /// <param name="answer">The status for each path; null for no answer at all.</param>
    public FailingMirror(Func<string, int?> answer)
    {
        Address = $"http://127.0.0.1:{FreePort()}/debian";
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = AnswerAsync(answer);
    }

    public string Address { get; }

    public void Dispose() => _listener.Close();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task AnswerAsync(Func<string, int?> answer)
    {
        while (_listener.IsListening)
        {
            try
            {
                var asked = await _listener.GetContextAsync();
                if (answer(asked.Request.Url!.AbsolutePath) is { } status)
                {
                    asked.Response.StatusCode = status;
                    asked.Response.Close();
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
