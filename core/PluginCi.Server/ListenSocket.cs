using System.Net;
using System.Net.Sockets;

namespace PluginCi.Server;

/// <summary>
/// The listening socket, bound before anything else is made: plugins are told the server's address when they are loaded,
/// and with port 0 only the bound socket knows it.
/// </summary>
internal sealed class ListenSocket : IDisposable
{
    private readonly Socket _socket;

    private ListenSocket(Socket socket, Uri address)
    {
        _socket = socket;
        Address = address;
    }

    /// <summary>Where it listens, with the real port.</summary>
    public Uri Address { get; }

    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <exception cref="ServerStartException">The address cannot be bound.</exception>
    public static ListenSocket Bind(Uri address)
    {
        var wanted = ListenAddress.EndPointOf(address);
        var socket = new Socket(wanted.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(wanted);
            return new ListenSocket(socket, new UriBuilder(address) { Port = ((IPEndPoint)socket.LocalEndPoint!).Port }.Uri);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new ServerStartException(
                $"The server cannot listen on {address}: {exception.Message}. Stop what uses the address, or set 'listen' in {ServerOptionsReader.FileName} to another one.", exception);
        }
    }

    /// <summary>Hands the socket to the web server, which closes it in the end.</summary>
    public Socket Take() => _socket;

    public void Dispose() => _socket.Dispose();
}
